package dev.fermata;

import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.continuation.Launcher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stages that break their contract, and bodies that await what can't be. */
@Timeout(60)
class BrokenStageTest {
  private final Trace trace = new Trace();
  private final CompletableFuture<Object> gate = new CompletableFuture<>();
  private final IllegalStateException error = new IllegalStateException("broken");

  @SuppressWarnings("unchecked")
  private static CompletableFuture<Object> start(Script.Step... steps) {
    return (CompletableFuture<Object>) Launcher.future(Script.frame(steps));
  }

  /** Awaits the gate, then a stage; traces what comes of that. */
  private CompletableFuture<Object> behindTheGate(CompletionStage<?> stage) {
    return start(b -> b.await(gate), b -> b.await(trace.outcome("await", stage)), b -> "end");
  }

  /** Throws where it should take note of a listener, after having told it so many times. */
  private final class Throwing extends CompletableFuture<Object> {
    private final int tells;

    Throwing(int tells) {
      this.tells = tells;
    }

    @Override
    public CompletableFuture<Object> whenComplete(
        BiConsumer<? super Object, ? super Throwable> to) {
      for (int i = 1; i <= tells; i++) {
        to.accept(i, null);
      }
      throw error;
    }
  }

  // ---------------------------------------------------------------- outside of a loop

  /** The error is thrown at the await, not by the call, and the method goes on from there. */
  @Test
  void whatWhenCompleteThrowsIsThrownAtTheAwait() {
    CompletableFuture<Object> atOnce =
        start(b -> b.await(trace.outcome("at once", new Throwing(0))), b -> "end");
    assertEquals("end", atOnce.getNow(null));
    CompletableFuture<Object> later = behindTheGate(new Throwing(0));
    gate.complete("open");
    assertEquals("end", later.getNow(null));
    trace.prints(
        """
        0 at once raised IllegalStateException(broken)
        0 await raised IllegalStateException(broken)
        """);
  }

  /** The outcome that came first counts. */
  @Test
  void aStageThatTellsAnOutcomeAndThrowsHasThatOutcome() {
    CompletableFuture<Object> later = behindTheGate(new Throwing(2));
    gate.complete("open");
    assertEquals("end", later.getNow(null));
    trace.prints("0 await -> 1");
  }

  /** A second outcome is not taken for that of the next await. */
  @Test
  void aStageThatTellsItsOutcomeTwiceResumesOnce() {
    Listener listener = new Listener();
    CompletableFuture<Object> next = new CompletableFuture<>();
    CompletableFuture<Object> future =
        start(
            b -> b.await(new Kept(listener)),
            b -> {
              trace.log(b.result());
              return b.await(next);
            },
            b -> b.result());
    listener.get().accept("first", null);
    listener.get().accept("second", null);
    listener.get().accept(null, error);
    assertFalse(future.isDone());
    next.complete("next");
    listener.get().accept("third", null);
    assertEquals("next", future.getNow(null));
    trace.prints("0 first");
  }

  /** Where a stage keeps its listener. */
  private static final class Listener
      extends AtomicReference<BiConsumer<? super Object, ? super Throwable>> {
    private static final long serialVersionUID = 1L;
  }

  /** Only keeps its listener, and cannot be cancelled. */
  private final class Kept extends CompletableFuture<Object> {
    private final Listener listener;

    Kept(Listener listener) {
      this.listener = listener;
    }

    @Override
    public CompletableFuture<Object> whenComplete(
        BiConsumer<? super Object, ? super Throwable> to) {
      listener.set(to);
      return this;
    }

    @Override
    public CompletableFuture<Object> toCompletableFuture() {
      throw error;
    }
  }

  /** Where a stage cannot be cancelled because it throws, the body gets that error. */
  @Test
  void whatAStageThrowsWhenItIsCancelledIsThrownAtTheAwait() {
    CompletableFuture<Object> future =
        start(
            b -> b.tryAwait(new Kept(new Listener())),
            b -> {
              trace.log(b.error());
              return null;
            });
    assertTrue(future.cancel(false));
    trace.prints("0 IllegalStateException(broken)");
  }

  /** A wrapping that cannot be looked into arrives as itself, and one without an end as well. */
  @Test
  void anErrorThatCannotBeUnwrappedArrivesAsItself() {
    CompletionException throwing =
        new CompletionException("m") {
          @Override
          public synchronized Throwable getCause() {
            throw error;
          }
        };
    CompletionException circular =
        new CompletionException("m") {
          @Override
          public synchronized Throwable getCause() {
            return this;
          }
        };
    for (Throwable failure : new Throwable[] {throwing, circular}) {
      Listener listener = new Listener();
      CompletableFuture<Object> future = start(b -> b.tryAwait(new Kept(listener)), b -> b.error());
      listener.get().accept(null, failure);
      assertSame(failure, future.getNow(null));
    }
  }

  /** A method that waits for itself would wait for ever. */
  @Test
  void aMethodThatReturnsItsOwnFutureIsRefused() {
    AtomicReference<CompletableFuture<Object>> own = new AtomicReference<>();
    own.set(start(b -> b.await(gate), b -> b.await(own.get()), b -> b.result()));
    gate.complete("open");
    Throwable failure = own.get().handle((value, e) -> e).getNow(null);
    assertEquals(IllegalStateException.class, failure.getClass());
    assertTrue(
        failure.getMessage().startsWith("a task cannot await itself: "), failure.getMessage());
  }

  // ---------------------------------------------------------------- in a loop

  /** The same in a loop. */
  @Test
  void inALoopAMethodThatReturnsItsOwnFutureIsRefused() {
    AtomicReference<CompletableFuture<Object>> own = new AtomicReference<>();
    trace.run(
        s -> {
          own.set(start(b -> b.await(sleep(1)), b -> b.await(own.get()), b -> b.result()));
          return s.await(trace.outcome("own", own.get()));
        },
        s -> s.await(trace.outcome("task", currentTask().toCompletableFuture())),
        s -> null);
    trace.prints(
        """
        5@1 own raised IllegalStateException(a task cannot await itself: Task[Task-2, pending])
        5@1 task raised IllegalStateException(a task cannot await itself: Task[Task-1, pending])
        """);
  }

  /** No wait is left over: the loop still sees that nothing can happen any more. */
  @Test
  void inALoopWhatWhenCompleteThrowsIsThrownAtTheAwaitAndLeavesNothingBehind() {
    trace.run(
        s -> s.await(trace.outcome("await", new Throwing(0))),
        s -> s.await(trace.outcome("told", new Throwing(2))),
        s -> s.await(sleep(1)),
        s -> s.await(trace.loop.createFuture()));
    assertEquals("1 await raised IllegalStateException(broken)", trace.lines().get(0));
    assertEquals("1 told raised IllegalStateException(broken)", trace.lines().get(1));
    assertTrue(trace.lines().get(2).contains("deadlock"), trace.lines().get(2));
  }
}
