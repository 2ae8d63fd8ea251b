package dev.fermata;

import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.continuation.Launcher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code CompletableFuture}s inside of a loop, and asynchronous methods that return one. */
@Timeout(60)
class CompletionStageTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;
  private final CompletableFuture<String> stage = new CompletableFuture<>();
  private final IOException error = new IOException("x");

  @SuppressWarnings("unchecked")
  private static <T> CompletableFuture<T> start(Script.Step... steps) {
    return (CompletableFuture<T>) Launcher.future(Script.frame(steps));
  }

  private static void onFailure(CompletableFuture<?> future, Consumer<Throwable> action) {
    var unused =
        future.exceptionally(
            e -> {
              action.accept(e);
              return null;
            });
  }

  // ---------------------------------------------------------------- awaiting stages in a loop

  @Test
  void awaitingACompleteStageDoesNotSuspend() {
    trace.run(
        s -> s.await(trace.outcome("value", CompletableFuture.completedFuture("v"))),
        s -> s.await(trace.outcome("error", CompletableFuture.failedFuture(error))),
        s -> s.await(trace.outcome("wrapped", failedDependent())),
        s -> null);
    trace.prints(
        """
        1 value -> v
        1 error raised IOException(x)
        1 wrapped raised IOException(x)
        """);
  }

  @Test
  void awaitingAMinimalStageDoesNotSuspendWhereItIsComplete() {
    trace.run(
        s -> s.await(trace.outcome("value", CompletableFuture.completedStage("v"))),
        s -> s.await(trace.outcome("error", CompletableFuture.failedStage(error))),
        s -> {
          loop.callLater(Duration.ofHours(1), () -> stage.complete("v"));
          return s.await(trace.outcome("pending", stage.minimalCompletionStage()));
        },
        s -> null);
    trace.prints(
        """
        1 value -> v
        1 error raised IOException(x)
        4@3600 pending -> v
        """);
  }

  private CompletableFuture<Object> failedDependent() {
    return CompletableFuture.failedFuture(error).thenApply(v -> v);
  }

  @Test
  void aStageCompletedByACallbackWakesItsTaskTwoPassesLater() {
    trace.run(
        s -> {
          loop.callLater(Duration.ofHours(1), () -> stage.complete("v"));
          return s.await(trace.outcome("stage", stage.thenApply(v -> v + "!")));
        },
        s -> null);
    trace.prints("4@3600 stage -> v!");
  }

  @Test
  void aStageCompletedByAnotherThreadWakesItsTask() {
    trace.run(
        s -> {
          CompletableFuture<Void> other =
              CompletableFuture.runAsync(() -> stage.completeExceptionally(error));
          return s.await(trace.outcome("stage", stage.thenCombine(other, (a, b) -> a)));
        },
        s -> null);
    assertEquals(1, trace.lines().size());
    assertTrue(trace.lines().get(0).endsWith("raised IOException(x)"), trace.lines().get(0));
  }

  // ---------------------------------------------------------------- futures seen from outside

  @Test
  void aViewOfAFutureFollowsIt() {
    Future<String> value = loop.createFuture();
    Future<String> failed = loop.createFuture();
    Future<String> cancelled = loop.createFuture();
    CompletableFuture<String> valueView = value.toCompletableFuture();
    CompletableFuture<String> failedView = failed.toCompletableFuture();
    CompletableFuture<String> cancelledView = cancelled.toCompletableFuture();
    value.setResult("v");
    failed.setException(error);
    cancelled.cancel();
    assertFalse(valueView.isDone());
    loop.stop();
    loop.runForever();
    assertEquals("v", valueView.join());
    assertSame(error, assertThrows(CompletionException.class, failedView::join).getCause());
    assertTrue(cancelledView.isCancelled());
    assertEquals("v", value.toCompletableFuture().getNow(null));
    loop.close();
    trace.prints("");
  }

  @Test
  void aViewOfAPendingFutureFailsWhenTheLoopIsClosed() {
    Future<String> future = loop.createFuture();
    CompletableFuture<String> before = future.toCompletableFuture();
    loop.close();
    CompletableFuture<String> after = future.toCompletableFuture();
    for (CompletableFuture<String> view : List.of(before, after)) {
      Throwable failure = assertThrows(CompletionException.class, view::join).getCause();
      assertEquals("the event loop is closed", failure.getMessage());
    }
  }

  // ---------------------------------------------------------------- methods that return a future

  @Test
  void insideOfALoopTheBodyRunsAtOnceUpToItsFirstWaitAndGoesOnInTheLoop() {
    trace.run(
        s -> {
          CompletableFuture<String> future =
              start(
                  b -> {
                    trace.log("body", Fermata.currentTask().getName());
                    return b.await(sleep(1));
                  },
                  b -> {
                    trace.log("body goes on");
                    return "v";
                  });
          trace.log("started", future.isDone(), Fermata.currentTask().getName());
          return s.await(trace.outcome("future", future));
        },
        s -> null);
    trace.prints(
        """
        1 body Task-2
        1 started false Task-1
        3@1 body goes on
        5@1 future -> v
        """);
  }

  @Test
  void insideOfALoopABodyThatDoesNotWaitGivesACompleteFuture() {
    trace.run(
        s -> {
          trace.log(start(b -> "v").getNow(null));
          CompletableFuture<String> failed =
              start(
                  b -> {
                    throw error;
                  });
          onFailure(failed, trace::log);
          return s.await(sleep(1));
        },
        s -> null);
    trace.prints(
        """
        1 v
        1 IOException(x)
        """);
  }

  @Test
  void insideOfALoopCancellingTheFutureCancelsWhatTheBodyAwaits() {
    Future<Void> awaited = loop.createFuture();
    trace.run(
        s -> {
          CompletableFuture<String> future =
              start(
                  b -> b.tryAwait(awaited),
                  b -> {
                    trace.log("body", b.error());
                    return b.rethrow();
                  });
          future.cancel(false);
          trace.log(awaited.isCancelled(), future.isCancelled());
          return s.await(yieldNow());
        },
        s -> null);
    trace.prints(
        """
        1 true true
        2 body CancelledError()
        """);
  }

  @Test
  void aBodyStartedInALoopIsCancelledAndAwaitedWhenTheRunEnds() {
    trace.run(
        s -> {
          CompletableFuture<Object> future = start(b -> b.tryAwait(sleep(10)), b -> b.rethrow());
          onFailure(future, trace::log);
          return null;
        });
    trace.prints("3 CancellationException()");
  }

  @Test
  void outsideOfALoopTheBodyGoesOnInsideOfTheCompleteCall() {
    CompletableFuture<String> future =
        start(
            b -> {
              trace.log("body");
              return b.await(stage);
            },
            b -> b.result() + "!");
    trace.log("started", future.isDone());
    stage.complete("v");
    trace.log("completed", future.getNow(null));
    trace.prints(
        """
        0 body
        0 started false
        0 completed v!
        """);
  }

  @Test
  void outsideOfALoopAMinimalStageIsAwaitedAsAnyOther() {
    CompletableFuture<String> future =
        start(
            b -> b.await(CompletableFuture.completedStage("v")),
            b -> b.await(stage.minimalCompletionStage()),
            b -> b.result() + "!");
    assertFalse(future.isDone());
    stage.complete("w");
    assertEquals("w!", future.getNow(null));
  }

  @Test
  void outsideOfALoopAFailureIsTheExceptionItself() {
    CompletableFuture<String> direct =
        start(
            b -> {
              throw error;
            });
    CompletableFuture<String> awaited =
        start(b -> b.await(stage.thenApply(v -> v)), b -> b.result());
    stage.completeExceptionally(error);
    for (CompletableFuture<String> future : List.of(direct, awaited)) {
      onFailure(future, e -> assertSame(error, e));
      assertTrue(future.isCompletedExceptionally());
    }
  }

  @Test
  void outsideOfALoopCancellingTheFutureCancelsWhatTheBodyAwaits() {
    CompletableFuture<String> later = new CompletableFuture<>();
    CompletableFuture<Object> future =
        start(
            b -> b.tryAwait(stage),
            b -> {
              trace.log(b.error());
              return b.await(later);
            },
            b -> {
              trace.log("cleanup goes on", b.result());
              return null;
            });
    assertTrue(future.cancel(false));
    assertTrue(stage.isCancelled());
    assertFalse(later.isDone());
    later.complete("v");
    trace.prints(
        """
        0 CancelledError()
        0 cleanup goes on v
        """);
  }

  @Test
  void outsideOfALoopACancelledStageCancelsTheFuture() {
    CompletableFuture<Object> future = start(b -> b.await(stage), b -> null);
    stage.cancel(false);
    assertTrue(future.isCancelled());
    assertThrows(CancellationException.class, future::join);
  }

  @Test
  void outsideOfALoopWhatNeedsALoopThrows() {
    CompletableFuture<Object> future =
        start(
            b -> b.tryAwait(sleep(1)),
            b -> {
              String message = b.error().getMessage();
              trace.log(message.substring(0, message.indexOf(" in the thread")));
              return b.tryAwait(loop.createFuture());
            },
            b -> {
              trace.log(b.error().getClass().getSimpleName());
              return null;
            });
    assertTrue(future.isDone());
    trace.prints(
        """
        0 no running event loop
        0 IllegalStateException
        """);
  }

  @Test
  void outsideOfALoopManyWaitsNeedNoStack() {
    int[] left = {100_000};
    CompletableFuture<Object> future =
        start(
            b ->
                left[0]-- == 0
                    ? "done"
                    : b.awaitThen(CompletableFuture.supplyAsync(() -> 1, Runnable::run), 0));
    assertEquals("done", future.join());
  }

  @Test
  void aUsersAwaitableIsAskedForANewCoroutineByEachAwait() {
    int[] calls = {0};
    Awaitable<Integer> counting = () -> Coroutine.of(++calls[0]);
    trace.run(
        s -> s.await(trace.outcome("first", counting)),
        s -> s.await(trace.outcome("second", counting)),
        s -> s.await(trace.outcome("task", Fermata.ensureFuture(counting))),
        s -> s.await(trace.outcome("lambda", Fermata.async(() -> Coroutine.of(++calls[0])))),
        s -> null);
    trace.prints(
        """
        1 first -> 1
        1 second -> 2
        3 task -> 3
        3 lambda -> 4
        """);
  }

  @Test
  void nullIsRefusedWhereAFutureIsToBeMadeOfIt() {
    trace.run(
        s -> {
          assertThrows(NullPointerException.class, () -> Fermata.ensureFuture(null));
          assertThrows(NullPointerException.class, () -> Fermata.shield(null));
          assertThrows(NullPointerException.class, () -> Fermata.wrap(null));
          return s.await(loop.createFuture());
        });
    String report = trace.lines().toString();
    assertTrue(report.contains("deadlock"), report);
  }
}
