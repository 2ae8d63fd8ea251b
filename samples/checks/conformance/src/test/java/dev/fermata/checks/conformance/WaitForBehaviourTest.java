package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Awaiting one thing for a limited time. */
class WaitForBehaviourTest {
  private final List<Object> log = new ArrayList<>();

  @Async
  private Coroutine<String> cleansUpFor(double seconds) {
    try {
      await(sleep(100));
    } finally {
      await(sleep(seconds));
      log.add("cleaned up");
    }
    return Coroutine.of("slept");
  }

  @Test
  void aLimitedWaitGivesAFuturesResult() {
    runs(
        () -> {
          Future<String> f = EventLoop.running().createFuture();
          EventLoop.running().callLater(seconds(1), () -> f.setResult("v"));
          assertEquals("v", await(waitFor(f, seconds(2))));
          return Coroutine.done();
        });
  }

  @Test
  void aLimitedWaitThrowsAFuturesError() {
    runs(
        () -> {
          Future<String> f = EventLoop.running().createFuture();
          EventLoop.running().callLater(seconds(1), () -> f.setException(new IOException()));
          await(failure(IOException.class, waitFor(f, seconds(2))));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R50})
  void aLimitedWaitCancelsWhatItWaitsFor() {
    runs(
        () -> {
          Future<String> f = EventLoop.running().createFuture();
          await(failure(TimeoutException.class, waitFor(f, seconds(2))));
          assertTrue(f.isCancelled());
          Task<Void> t = createTask(sleep(9));
          await(failure(TimeoutException.class, waitFor(t, seconds(2))));
          assertTrue(t.isCancelled());
          assertEquals(4.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R51})
  void aLimitedWaitWaitsForTheEndOfTheTaskThatItCancels() {
    runs(
        () -> {
          Task<String> t = createTask(cleansUpFor(3));
          await(failure(TimeoutException.class, waitFor(t, seconds(1))));
          assertEquals(4.0, time());
          assertTrue(t.isDone());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R52})
  void aLimitedWaitWithNoTimeWaitsForTheEndOfARunningTask() {
    runs(
        () -> {
          Task<String> t = createTask(cleansUpFor(3));
          await(yieldNow());
          await(failure(TimeoutException.class, waitFor(t, seconds(0))));
          assertEquals(3.0, time());
          assertTrue(t.isCancelled());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R52})
  void cancellingALimitedWaitWithNoTimeEndsTheWaitForTheRunningTask() {
    runs(
        () -> {
          Task<String> inner = createTask(cleansUpFor(5));
          await(yieldNow());
          Task<String> outer = createTask(waitFor(inner, seconds(0)));
          await(sleep(1));
          outer.cancel();
          await(cancellation(outer));
          assertEquals(1.0, time());
          assertFalse(inner.isDone());
          await(cancellation(inner));
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R52})
  void aLimitedWaitWithNoTimeThrowsAFailureThatIsThere() {
    runs(
        () -> {
          Future<String> f = EventLoop.running().createFuture();
          f.setException(new IOException());
          await(failure(IOException.class, waitFor(f, seconds(0))));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R50})
  void cancellingALimitedWaitCancelsTheInnerTask() {
    runs(
        () -> {
          Task<Void> inner = createTask(sleep(9));
          Task<Void> outer = createTask(waitFor(inner, seconds(5)));
          await(sleep(1));
          outer.cancel();
          await(cancellation(outer));
          assertTrue(inner.isCancelled());
          assertEquals(1.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R50})
  void aLimitedWaitOfAShieldLeavesTheInnerTaskRunning() {
    runs(
        () -> {
          Task<String> inner = createTask(sleep(5, "inner"));
          await(failure(TimeoutException.class, waitFor(shield(inner), seconds(2))));
          assertEquals("inner", await(inner));
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aLimitedWaitInALimitedWaitEndsWithTheShorterOne() {
    runs(
        () -> {
          await(
              failure(TimeoutException.class, waitFor(waitFor(sleep(9), seconds(5)), seconds(2))));
          assertEquals(2.0, time());
          await(
              failure(TimeoutException.class, waitFor(waitFor(sleep(9), seconds(1)), seconds(2))));
          assertEquals(3.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aLimitedWaitNeedsSomethingToWaitFor() {
    assertThrows(NullPointerException.class, () -> waitFor(null, seconds(1)).close());
    assertThrows(NullPointerException.class, () -> withTimeout(seconds(1), null).close());
  }
}
