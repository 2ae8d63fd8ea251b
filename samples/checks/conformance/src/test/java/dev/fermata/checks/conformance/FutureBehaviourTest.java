package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Future.State;
import dev.fermata.InvalidStateException;
import dev.fermata.Task;
import dev.fermata.VirtualEventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Futures: their outcomes, and their callbacks. */
class FutureBehaviourTest {
  private final List<Object> log = new ArrayList<>();

  @Test
  void aNewFutureIsPendingAndKnowsItsLoop() {
    runs(
        () -> {
          Future<String> f = future();
          assertFalse(f.isDone());
          assertFalse(f.isCancelled());
          assertEquals(State.PENDING, f.state());
          assertSame(EventLoop.running(), f.loop());
          return Coroutine.done();
        });
  }

  @Test
  void aResultMayBeNull() {
    runs(
        () -> {
          Future<String> f = future();
          f.setResult(null);
          assertTrue(f.isDone());
          assertNull(f.result());
          assertNull(f.exception());
          assertNull(await(f));
          return Coroutine.done();
        });
  }

  @Test
  void aFutureCannotFailWithNothing() {
    runs(
        () -> {
          Future<String> f = future();
          assertThrows(NullPointerException.class, () -> f.setException(null));
          assertFalse(f.isDone());
          return Coroutine.done();
        });
  }

  @Test
  void aCheckedExceptionReachesTheAwaiterUnwrapped() {
    runs(
        () -> {
          Future<String> f = future();
          IOException error = new IOException("disk");
          EventLoop.running().callSoon(() -> f.setException(error));
          assertSame(error, await(failure(IOException.class, f)));
          assertSame(error, f.exception());
          assertEquals(State.DONE, f.state());
          return Coroutine.done();
        });
  }

  @Test
  void cancellingTwiceKeepsTheFirstMessage() {
    runs(
        () -> {
          Future<String> f = future();
          assertTrue(f.cancel("first"));
          assertFalse(f.cancel("second"));
          assertEquals(State.CANCELLED, f.state());
          assertEquals("first", await(cancellation(f)).message());
          return Coroutine.done();
        });
  }

  @Test
  void aFutureThatIsCancelledWithoutAMessageHasNone() {
    runs(
        () -> {
          Future<String> f = future();
          f.cancel();
          assertNull(await(cancellation(f)).message());
          assertThrows(CancelledError.class, f::result);
          assertThrows(CancelledError.class, f::exception);
          return Coroutine.done();
        });
  }

  @Test
  void aDoneFutureCannotBeCancelled() {
    runs(
        () -> {
          Future<String> f = future();
          f.setResult("kept");
          assertFalse(f.cancel("late"));
          assertEquals("kept", f.result());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R24})
  void neitherAResultNorAnErrorCanFollowACancellation() {
    runs(
        () -> {
          Future<String> f = future();
          f.cancel();
          assertThrows(InvalidStateException.class, () -> f.setResult("late"));
          assertThrows(InvalidStateException.class, () -> f.setException(new IOException()));
          assertTrue(f.isCancelled());
          return Coroutine.done();
        });
  }

  @Test
  void twoAwaitersGetTheSameObject() {
    runs(
        () -> {
          Future<Object> f = future();
          Task<Object> a = createTask(async(() -> f.toCoroutine()));
          Task<Object> b = createTask(async(() -> f.toCoroutine()));
          await(yieldNow());
          Object value = new Object();
          f.setResult(value);
          assertSame(value, await(a));
          assertSame(value, await(b));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R10})
  void callbacksOfAResultAreQueuedAndNotCalled() {
    runs(
        () -> {
          Future<String> f = future();
          f.addDoneCallback(done -> log.add(done.result()));
          f.setResult("value");
          assertEquals(List.of(), log);
          await(yieldNow());
          assertEquals(List.of("value"), log);
          return Coroutine.done();
        });
  }

  @Test
  void callbacksOfAnErrorGetTheFailedFuture() {
    runs(
        () -> {
          Future<String> f = future();
          IOException error = new IOException();
          f.addDoneCallback(done -> log.add(done.exception()));
          f.setException(error);
          await(yieldNow());
          assertEquals(List.of(error), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R32})
  void callbacksOfACancellationGetTheCancelledFuture() {
    runs(
        () -> {
          Future<String> f = future();
          f.addDoneCallback(done -> log.add(done.isCancelled()));
          f.cancel();
          assertEquals(List.of(), log);
          await(yieldNow());
          assertEquals(List.of(true), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R10})
  void aCallbackThatIsAddedLateIsQueuedAtThatMoment() {
    runs(
        () -> {
          Future<String> f = future();
          f.setResult("x");
          EventLoop.running().callSoon(() -> log.add("before"));
          f.addDoneCallback(done -> log.add("callback"));
          EventLoop.running().callSoon(() -> log.add("behind"));
          assertEquals(List.of(), log);
          await(yieldNow());
          assertEquals(List.of("before", "callback", "behind"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aCallbackThatWasQueuedCannotBeRemoved() {
    runs(
        () -> {
          Future<String> f = future();
          Consumer<Future<String>> callback = done -> log.add("ran");
          f.addDoneCallback(callback);
          f.setResult("x");
          assertEquals(0, f.removeDoneCallback(callback));
          await(yieldNow());
          assertEquals(List.of("ran"), log);
          return Coroutine.done();
        });
  }

  @Test
  void removingTakesAllEqualCallbacksAndLeavesTheOthersInOrder() {
    runs(
        () -> {
          Future<String> f = future();
          Consumer<Future<String>> twice = done -> log.add("twice");
          f.addDoneCallback(done -> log.add(1));
          f.addDoneCallback(twice);
          f.addDoneCallback(done -> log.add(2));
          f.addDoneCallback(twice);
          f.addDoneCallback(done -> log.add(3));
          assertEquals(2, f.removeDoneCallback(twice));
          assertEquals(0, f.removeDoneCallback(twice));
          f.setResult("x");
          await(yieldNow());
          assertEquals(List.of(1, 2, 3), log);
          return Coroutine.done();
        });
  }

  @Test
  void removingACallbackDoesNotTakeAwayAnAwaiter() {
    runs(
        () -> {
          Future<String> f = future();
          Consumer<Future<String>> callback = done -> log.add("callback");
          Task<String> awaiter = createTask(async(() -> f.toCoroutine()));
          await(yieldNow());
          f.addDoneCallback(callback);
          assertEquals(1, f.removeDoneCallback(callback));
          f.setResult("got");
          assertEquals("got", await(awaiter));
          assertEquals(List.of(), log);
          return Coroutine.done();
        });
  }

  @Test
  void aCallbackMayAddAnotherOne() {
    runs(
        () -> {
          Future<String> f = future();
          f.addDoneCallback(done -> f.addDoneCallback(again -> log.add(pass())));
          f.setResult("x");
          long now = pass();
          await(passes(3));
          assertEquals(List.of(now + 2), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R5})
  void aCallbackThatThrowsDoesNotKeepTheOthersFromRunning() {
    List<String> reports =
        reports(
            () -> {
              Future<String> f = future();
              f.addDoneCallback(
                  done -> {
                    throw new IllegalArgumentException("first");
                  });
              f.addDoneCallback(done -> log.add("second"));
              f.setResult("x");
              await(yieldNow());
              return Coroutine.done();
            });
    assertEquals(List.of("second"), log);
    assertEquals(1, reports.size());
    assertTrue(reports.get(0).endsWith("IllegalArgumentException: first"), reports.get(0));
  }

  @Test
  void aFailureThatSomebodyReadsIsNotReported() {
    runs(
        () -> {
          Future<String> f = future();
          f.setException(new IOException());
          assertEquals(IOException.class, f.exception().getClass());
          await(sleep(1));
          return Coroutine.done();
        });
  }

  @Test
  void aFailureThatNobodyReadsIsReportedOnce() {
    List<String> reports =
        reports(
            () -> {
              future().setException(new IOException("lost"));
              await(sleep(1));
              await(sleep(1));
              return Coroutine.done();
            });
    assertEquals(
        List.of("Future exception was never retrieved: java.io.IOException: lost"), reports);
  }

  @Test
  void aCancelledFutureIsNotReported() {
    runs(
        () -> {
          future().cancel("nobody asks");
          await(sleep(1));
          return Coroutine.done();
        });
  }

  @Test
  void aFutureOfALoopThatDoesNotRunCanBeCompleted() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    Future<String> f = loop.createFuture();
    f.addDoneCallback(done -> log.add(done.result()));
    f.setResult("early");
    assertEquals("early", loop.runUntilComplete(f));
    assertEquals(List.of("early"), log);
    loop.close();
  }

  @Test
  void aFuturesTextTellsItsState() {
    runs(
        () -> {
          Future<String> f = future();
          assertEquals("Future[pending]", f.toString());
          f.setResult("r");
          assertEquals("Future[result=r]", f.toString());
          Future<String> cancelled = future();
          cancelled.cancel();
          assertEquals("Future[cancelled]", cancelled.toString());
          return Coroutine.done();
        });
  }

  @Test
  void ensureFutureGivesAFutureItselfAndMakesATaskOfACoroutine() {
    runs(
        () -> {
          Future<String> f = future();
          assertSame(f, ensureFuture(f));
          Future<String> t = ensureFuture(sleep(1, "slept"));
          assertEquals(Task.class, t.getClass());
          assertEquals("slept", await(t));
          return Coroutine.done();
        });
  }

  @Test
  void ensureFutureRefusesAFutureOfAnotherLoop() {
    VirtualEventLoop other = EventLoop.createVirtual();
    Future<String> foreign = other.createFuture();
    runs(
        () -> {
          assertThrows(IllegalArgumentException.class, () -> ensureFuture(foreign));
          return Coroutine.done();
        });
    other.close();
  }
}
