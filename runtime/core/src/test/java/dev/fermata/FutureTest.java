package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.shield;
import static dev.fermata.Fermata.waitAny;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.core.Futures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The states of a future, and when its callbacks run (cases c08, c13, c14). */
@Timeout(60)
class FutureTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;
  private final Future<Integer> future = loop.createFuture();

  @Test
  void aPendingFutureHasNeitherResultNorException() {
    assertThrows(InvalidStateException.class, future::result);
    assertThrows(InvalidStateException.class, future::exception);
    assertFalse(future.isDone());
    assertFalse(future.isCancelled());
    assertEquals(Future.State.PENDING, future.state());
    assertSame(loop, future.loop());
  }

  @Test
  void aFutureWithAResultTakesNothingMore() {
    future.setResult(1);
    assertEquals(1, future.result());
    assertNull(future.exception());
    assertThrows(InvalidStateException.class, () -> future.setResult(2));
    assertThrows(InvalidStateException.class, () -> future.setException(new IOException()));
    assertFalse(future.cancel());
    assertEquals(Future.State.DONE, future.state());
    assertEquals(1, future.result());
  }

  @Test
  void aFailedFutureThrowsTheSameCheckedExceptionEachTime() {
    IOException error = new IOException("x");
    future.setException(error);
    assertSame(error, assertThrows(IOException.class, future::result));
    assertSame(error, assertThrows(IOException.class, future::result));
    assertSame(error, future.exception());
    assertFalse(future.isCancelled());
    assertEquals(Future.State.DONE, future.state());
  }

  @Test
  void aCancelledFutureThrowsTheSameErrorWithItsMessageEachTime() {
    assertTrue(future.cancel("why"));
    assertFalse(future.cancel());
    CancelledError error = assertThrows(CancelledError.class, future::result);
    assertEquals("why", error.message());
    assertSame(error, assertThrows(CancelledError.class, future::exception));
    assertThrows(InvalidStateException.class, () -> future.setResult(1));
    assertTrue(future.isDone());
    assertEquals(Future.State.CANCELLED, future.state());
  }

  @Test
  void aFutureThatFailedWithACancelledErrorIsNotCancelled() {
    CancelledError error = new CancelledError();
    future.setException(error);
    assertFalse(future.isCancelled());
    assertSame(error, future.exception());
  }

  /** Where many wait, those that give up are found without looking at all the others. */
  @Test
  void thousandsThatGiveUpWaitingAtTheSameMomentLeaveTheOthersInTheirOrder() {
    List<Future<Integer>> shields = new ArrayList<>();
    trace.run(
        s -> {
          future.addDoneCallback(f -> trace.log("first"));
          for (int i = 0; i < 400_000; i++) {
            shields.add(shield(future));
          }
          future.addDoneCallback(f -> trace.log("last"));
          shields.forEach(Future::cancel);
          return s.await(yieldNow());
        },
        s -> {
          trace.log(Futures.waiters(future).size());
          future.addDoneCallback(f -> trace.log("late"));
          future.setResult(1);
          return s.await(yieldNow());
        },
        s -> null);
    trace.assertLines("2 2", "3 first", "3 last", "3 late");
  }

  @Test
  void whoWaitsForOneOfTwoLeavesTheOtherWithoutListeners() {
    trace.run(
        s -> {
          Future<Integer> first = loop.createFuture();
          List<Task<?>> waiting = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            waiting.add(createTask(waitAny(List.of(first, future))));
          }
          first.setResult(1);
          return s.await(gather(waiting));
        },
        s -> {
          trace.log(Futures.waiters(future));
          future.setException(new IOException("x"));
          return s.await(Trace.sleep(1));
        },
        s -> null);
    trace.assertLines("6 []", "6 HANDLER Future exception was never retrieved -> IOException(x)");
  }

  @Test
  void aTaskIsCompletedByItsBodyOnly() {
    Task<Void> task = loop.createTask(Coroutine.done());
    assertThrows(IllegalStateException.class, () -> task.setResult(null));
    assertThrows(IllegalStateException.class, () -> task.setException(new IOException()));
    loop.runUntilComplete(task);
  }

  @Test
  void aTaskIsRunningBetweenItsFirstStepAndItsEnd() {
    trace.run(
        s -> {
          Task<Void> task = createTask(Script.of(t -> t.await(yieldNow()), t -> null));
          trace.log(task.state());
          loop.callSoon(() -> trace.log(task.state()));
          task.addDoneCallback(t -> trace.log(t.state()));
          return s.await(task);
        },
        s -> null);
    trace.assertLines("1 PENDING", "2 RUNNING", "4 DONE");
  }

  /** Case c08. */
  @Test
  void callbacksAndWaitersRunInTheNextPassInTheOrderOfRegistration() {
    Consumer<Future<Integer>> twice = f -> trace.log("cb twice");
    Consumer<Future<Integer>> removed = f -> trace.log("removed, must not run");
    future.addDoneCallback(f -> trace.log("cb1", f.result()));
    trace.run(
        s -> {
          createTask(trace.outcome("W", future));
          return s.await(yieldNow());
        },
        s -> {
          future.addDoneCallback(f -> trace.log("cb2"));
          future.addDoneCallback(twice);
          future.addDoneCallback(twice);
          future.addDoneCallback(removed);
          future.addDoneCallback(removed);
          trace.log("removed", future.removeDoneCallback(removed));
          future.setResult(5);
          trace.log("nothing ran yet");
          future.addDoneCallback(f -> trace.log("late"));
          return s.await(yieldNow());
        },
        s -> {
          trace.log("main");
          return null;
        });
    trace.assertLines(
        "2 removed 2",
        "2 nothing ran yet",
        "3 cb1 5",
        "3 W -> 5",
        "3 cb2",
        "3 cb twice",
        "3 cb twice",
        "3 late",
        "3 main");
  }

  @Test
  void aSingleCallbackCanBeRemoved() {
    Consumer<Future<Integer>> callback = f -> trace.log("must not run");
    future.addDoneCallback(callback);
    assertEquals(1, future.removeDoneCallback(callback));
    assertEquals(0, future.removeDoneCallback(callback));
    future.setResult(1);
    loop.stop();
    loop.runForever();
    trace.assertLines();
  }

  /** Case c14. */
  @Test
  void cancellingAFutureThrowsIntoAllThatAwaitIt() {
    trace.run(
        s -> {
          createTask(catching("A"));
          createTask(catching("B"));
          return s.await(yieldNow());
        },
        s -> {
          trace.log("cancel", future.cancel("why"), future.isCancelled());
          return s.await(yieldNow());
        },
        s -> null);
    trace.assertLines(
        "2 cancel true true", "3 A CancelledError(why) 0", "3 B CancelledError(why) 0");
  }

  private Coroutine<Void> catching(String name) {
    return Script.of(
        s -> s.tryAwait(future),
        s -> {
          trace.log(name, s.error(), Fermata.currentTask().cancelling());
          return s.rethrow();
        });
  }

  /** Of case c64. */
  @Test
  void awaitingAFutureOfAnotherLoopThrowsInTheNextPass() {
    Future<Void> foreign = EventLoop.createVirtual().createFuture();
    trace.run(
        s -> s.tryAwait(foreign),
        s -> {
          trace.log(s.error().getClass().getSimpleName());
          return null;
        });
    trace.assertLines("2 IllegalStateException");
  }

  /** Of case c64. */
  @Test
  void aTaskThatAwaitsItselfGetsAnErrorInTheNextPass() {
    Task<?>[] self = new Task<?>[1];
    self[0] =
        loop.createTask(
            Script.of(
                s -> s.tryAwait(self[0]),
                s -> {
                  trace.log(s.error().getClass().getSimpleName());
                  return null;
                }));
    loop.runUntilComplete(self[0]);
    trace.assertLines("2 IllegalStateException");
  }

  @Test
  void aFutureMadeACoroutineIsCancelledWithItsTask() {
    trace.run(
        s -> {
          Task<Integer> task = createTask(future.toCoroutine());
          loop.callSoon(task::cancel);
          return s.await(trace.outcome("task", task));
        },
        s -> {
          trace.log(future.isCancelled());
          return null;
        });
    trace.assertLines("4 task raised CancelledError()", "4 true");
  }
}
