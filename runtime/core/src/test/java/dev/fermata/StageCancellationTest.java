package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.waitFor;
import static dev.fermata.Fermata.wrap;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.continuation.Launcher;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who awaits a method that returns a {@code CompletableFuture}, and is cancelled, awaits its end.
 */
@Timeout(60)
class StageCancellationTest {
  private final Trace trace = new Trace();
  private final EventLoop loop = trace.loop;
  private final CompletableFuture<Object> stage = new CompletableFuture<>();

  @SuppressWarnings("unchecked")
  private static CompletableFuture<Object> start(Script.Step... steps) {
    return (CompletableFuture<Object>) Launcher.future(Script.frame(steps));
  }

  /** A method of an hour, which takes a second to clean up. */
  private CompletableFuture<Object> work(Script.Step end) {
    return start(
        b -> b.tryAwait(sleep(3600)),
        b -> {
          Throwable cancellation = b.error();
          trace.log("body", cancellation);
          return b.await(Fermata.sleep(Duration.ofSeconds(1), cancellation));
        },
        b -> {
          trace.log("cleaned up");
          return end.run(b);
        });
  }

  private static Object rethrow(Script body) throws Throwable {
    throw (Throwable) body.result();
  }

  private void cancelAfterASecond(Task<?> task) {
    loop.callLater(Duration.ofSeconds(1), () -> task.cancel("m"));
  }

  private Task<Object> taskOf(Object awaited) {
    return loop.createTask(Script.of(s -> s.await(awaited), s -> s.result()));
  }

  // ---------------------------------------------------------------- in a loop

  /** R51, of a task. */
  @Test
  void aCancelledTaskWaitsForTheEndOfTheBody() {
    trace.run(
        s -> {
          Task<Object> task = taskOf(work(StageCancellationTest::rethrow));
          cancelAfterASecond(task);
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    trace.prints(
        """
        4@1 body CancelledError(m)
        6@2 cleaned up
        9@2 task raised CancelledError(m)
        """);
  }

  /** R51, of a time limit. */
  @Test
  void waitForWaitsForTheEndOfTheBody() {
    trace.run(
        s -> {
          CompletableFuture<Object> work = work(StageCancellationTest::rethrow);
          return s.await(trace.outcome("task", waitFor(wrap(work), Duration.ofSeconds(1))));
        },
        s -> null);
    trace.prints(
        """
        3@1 body CancelledError()
        5@2 cleaned up
        7@2 task raised TimeoutException()
        """);
  }

  /** R52: a time limit of nothing, too, waits until what it cancels has ended. */
  @Test
  void waitForWithoutTimeWaitsForTheEndOfTheBody() {
    trace.run(
        s -> {
          CompletableFuture<Object> work = work(StageCancellationTest::rethrow);
          return s.await(trace.outcome("task", waitFor(wrap(work), Duration.ZERO)));
        },
        s -> null);
    trace.prints(
        """
        2 body CancelledError()
        4@1 cleaned up
        7@1 task raised TimeoutException()
        """);
  }

  /** The body may rescue a value, or raise an error of its own. */
  @Test
  void theCancelledTaskGetsWhatTheBodyMakesOfIt() {
    trace.run(
        s -> {
          Task<Object> task = taskOf(work(b -> "rescued"));
          cancelAfterASecond(task);
          return s.await(trace.outcome("task", task));
        },
        s -> {
          Task<Object> task =
              taskOf(
                  work(
                      b -> {
                        throw new IllegalStateException("own");
                      }));
          cancelAfterASecond(task);
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    assertEquals("9@2 task -> rescued", trace.lines().get(2));
    assertTrue(trace.lines().get(5).endsWith("task raised IllegalStateException(own)"));
  }

  /** A second request reaches the body in its clean-up. */
  @Test
  void aSecondRequestReachesTheCleanUp() {
    trace.run(
        s -> {
          CompletableFuture<Object> work =
              start(
                  b -> b.tryAwait(sleep(3600)),
                  b -> b.tryAwait(sleep(3600)),
                  b -> {
                    trace.log("clean-up", b.error());
                    return b.rethrow();
                  });
          Task<Object> task = taskOf(work);
          cancelAfterASecond(task);
          loop.callLater(Duration.ofSeconds(2), () -> task.cancel("again"));
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    trace.prints(
        """
        6@2 clean-up CancelledError(again)
        9@2 task raised CancelledError(again)
        """);
  }

  /** As of a task that is awaited: an outcome that only just arrived is lost. */
  @Test
  void aRequestThatComesWhenTheBodyHasEndedCancelsTheTask() {
    trace.run(
        s -> {
          CompletableFuture<Object> work = start(b -> b.await(sleep(1)), b -> "v");
          Task<Object> task = taskOf(work);
          var unused = work.thenRun(() -> task.cancel("m"));
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    trace.prints("6@1 task raised CancelledError(m)");
  }

  /** {@code cancel} of the future itself completes it at once, whatever the body does. */
  @Test
  void cancellingTheFutureItselfCompletesItAtOnce() {
    trace.run(
        s -> {
          CompletableFuture<Object> work = work(b -> "rescued");
          work.cancel(false);
          trace.log(work.isCancelled());
          return s.await(trace.outcome("future", work));
        },
        s -> s.await(sleep(5)),
        s -> null);
    trace.prints(
        """
        1 true
        1 future raised CancelledError()
        2 body CancelledError()
        4@1 cleaned up
        """);
  }

  /** In a circle only the wait ends where the request has come round. */
  @Test
  void methodsThatAwaitEachOtherInACircleAreCancelled() {
    trace.run(
        s -> {
          CompletableFuture<CompletableFuture<Object>> known = new CompletableFuture<>();
          CompletableFuture<Object> first =
              start(b -> b.await(known), b -> b.await(b.result()), b -> 1);
          CompletableFuture<Object> second = start(b -> b.await(first), b -> 2);
          known.complete(second);
          Task<Object> task = taskOf(second);
          cancelAfterASecond(task);
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    assertTrue(trace.lines().get(0).endsWith("@1 task raised CancelledError(m)"));
  }

  // ---------------------------------------------------------------- outside of a loop

  /** A method that awaits another one and is cancelled sees the end of that first. */
  @Test
  void outsideOfALoopTheInnerBodyEndsFirst() {
    CompletableFuture<Object> cleanUp = new CompletableFuture<>();
    CompletableFuture<Object> inner =
        start(
            b -> b.tryAwait(stage),
            b -> {
              trace.log("inner", b.error());
              return b.await(cleanUp);
            },
            b -> {
              trace.log("inner ends");
              return "rescued";
            });
    CompletableFuture<Object> outer =
        start(
            b -> b.await(inner),
            b -> {
              trace.log("outer", b.result());
              return null;
            });
    assertTrue(outer.cancel(false));
    assertTrue(outer.isCancelled());
    assertTrue(stage.isCancelled());
    assertFalse(inner.isDone());
    cleanUp.complete("v");
    assertEquals("rescued", inner.getNow(null));
    trace.prints(
        """
        0 inner CancelledError()
        0 inner ends
        0 outer rescued
        """);
  }

  /** A task that awaits such a method waits for its end, wherever that runs. */
  @Test
  void aCancelledTaskWaitsForTheEndOfABodyOutsideOfItsLoop() {
    CompletableFuture<Object> cleanUp = new CompletableFuture<>();
    CompletableFuture<Object> outside =
        start(b -> b.tryAwait(stage), b -> b.await(cleanUp), b -> "rescued");
    trace.run(
        s -> {
          Task<Object> task = taskOf(outside);
          cancelAfterASecond(task);
          loop.callLater(Duration.ofSeconds(2), () -> cleanUp.complete("v"));
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    trace.prints("8@2 task -> rescued");
  }

  /**
   * A method outside of a loop waits for a task that it awaits, in the loop's thread or another.
   */
  @Test
  void aCancelledMethodOutsideOfALoopWaitsForTheEndOfATask() {
    CompletableFuture<CompletableFuture<Object>> known = new CompletableFuture<>();
    CompletableFuture<Object> outside =
        start(
            b -> b.await(known),
            b -> b.tryAwait(b.result()),
            b -> {
              trace.log("outside", b.error(), b.result());
              return null;
            });
    trace.run(
        s -> {
          known.complete(work(b -> "rescued"));
          return s.await(yieldNow());
        },
        s -> {
          CompletableFuture.runAsync(() -> outside.cancel(false)).join();
          trace.log(outside.isCancelled());
          return s.await(sleep(5));
        },
        s -> null);
    assertEquals(4, trace.lines().size());
    assertTrue(trace.lines().get(3).endsWith("outside null rescued"), trace.lines().get(3));
  }

  /** In a circle, what is cancelled from elsewhere ends. */
  @Test
  void outsideOfALoopMethodsThatAwaitEachOtherInACircleAreCancelled() {
    CompletableFuture<CompletableFuture<Object>> known = new CompletableFuture<>();
    CompletableFuture<Object> first = start(b -> b.await(known), b -> b.await(b.result()), b -> 1);
    CompletableFuture<Object> second = start(b -> b.await(first), b -> 2);
    known.complete(second);
    CompletableFuture<Object> outer = start(b -> b.await(second), b -> 3);
    outer.cancel(false);
    assertTrue(first.isCancelled());
    assertTrue(second.isCancelled());
  }

  /** A task that awaits such a method of another loop is not kept by a loop that is gone. */
  @Test
  void aCancelledTaskDoesNotWaitForALoopThatDoesNotRun() {
    EventLoop other = EventLoop.createVirtual();
    CompletableFuture<Void> foreign = other.createTask(Coroutine.done()).toCompletableFuture();
    trace.run(
        s -> {
          Task<Object> task = createTask(Script.of(b -> b.await(foreign), b -> null));
          cancelAfterASecond(task);
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    other.close();
    trace.prints("5@1 task raised CancelledError(m)");
  }
}
