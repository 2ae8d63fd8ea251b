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

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import dev.fermata.TimeoutScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scopes with a time limit. */
class TimeoutBehaviourTest {
  private final List<Object> log = new ArrayList<>();
  private TimeoutScope scope;

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
  void aScopeGivesTheValueOfItsBody() {
    runs(
        () -> {
          assertEquals("v", await(withTimeout(seconds(2), s -> sleep(1, "v"))));
          assertEquals(1.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R45})
  void aScopeThatExpiresThrowsATimeoutWithTheCancellationAsItsCause() {
    runs(
        () -> {
          TimeoutException e =
              await(failure(TimeoutException.class, withTimeout(seconds(2), s -> sleep(9))));
          assertEquals(CancelledError.class, e.getCause().getClass());
          assertEquals(2.0, time());
          assertEquals(0, currentTask().cancelling());
          await(sleep(1));
          return Coroutine.done();
        });
  }

  @Test
  void aScopeThatEndsInTimeNeverExpires() {
    runs(
        () -> {
          await(
              withTimeout(
                  seconds(2),
                  s -> {
                    scope = s;
                    return sleep(1);
                  }));
          await(sleep(9));
          assertFalse(scope.expired());
          return Coroutine.done();
        });
  }

  @Test
  void aScopeWithoutALimitHasNoDeadline() {
    runs(
        () -> {
          await(
              withTimeout(
                  null,
                  s -> {
                    assertNull(s.when());
                    return sleep(1000);
                  }));
          assertEquals(1000.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aLimitAtAPointInTimeMayBePast() {
    runs(
        () -> {
          await(sleep(5));
          await(failure(TimeoutException.class, withTimeoutAt(nanos(1), s -> sleep(9))));
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aLimitAtAPointInTimeIsWhatTheScopeTells() {
    runs(
        () -> {
          await(
              withTimeoutAt(
                  nanos(7),
                  s -> {
                    assertEquals(nanos(7), s.when());
                    return Coroutine.done();
                  }));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R45})
  void anErrorOfTheBodyPassesUnchanged() {
    runs(
        () -> {
          IOException error = new IOException();
          assertSame(
              error,
              await(
                  failure(
                      IOException.class,
                      withTimeout(
                          seconds(2),
                          s -> {
                            await(sleep(1));
                            throw error;
                          }))));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R51})
  void aScopeWaitsForTheCleanupOfItsBody() {
    runs(
        () -> {
          await(failure(TimeoutException.class, withTimeout(seconds(2), s -> cleansUpFor(5))));
          assertEquals(List.of("cleaned up"), log);
          assertEquals(7.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R45})
  void aCancellationFromOutsidePassesThroughAScope() {
    runs(
        () -> {
          Task<Void> t = createTask(withTimeout(seconds(5), s -> sleep(9)));
          await(sleep(1));
          t.cancel("outside");
          assertEquals("outside", await(cancellation(t)).message());
          assertEquals(1.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R46})
  void aCancellationDuringTheCleanupOfATimeoutWins() {
    runs(
        () -> {
          Task<String> t = createTask(withTimeout(seconds(1), s -> cleansUpFor(5)));
          await(sleep(2));
          t.cancel();
          await(cancellation(t));
          assertEquals(List.of(), log);
          assertEquals(1, t.cancelling());
          return Coroutine.done();
        });
  }

  @Test
  void aTaskThatSwallowedACancellationBeforeCanStillTimeOut() {
    runs(
        () -> {
          Task<?> me = currentTask();
          me.cancel();
          await(cancellation(yieldNow()));
          assertEquals(1, me.cancelling());
          await(failure(TimeoutException.class, withTimeout(seconds(1), s -> sleep(9))));
          assertEquals(1, me.cancelling());
          me.uncancel();
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R46})
  void anOuterScopeThatExpiresPassesTheInnerOneAsACancellation() {
    runs(
        () -> {
          await(
              failure(
                  TimeoutException.class,
                  withTimeout(
                      seconds(1),
                      outer -> {
                        await(cancellation(withTimeout(seconds(5), inner -> sleep(9))));
                        throw new CancelledError("passed on");
                      })));
          assertEquals(1.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aScopeInTheFinallyOfAnotherWorks() {
    runs(
        () -> {
          await(
              failure(
                  TimeoutException.class,
                  withTimeout(
                      seconds(1),
                      outer -> {
                        try {
                          await(sleep(9));
                        } finally {
                          await(
                              failure(
                                  TimeoutException.class,
                                  withTimeout(seconds(1), inner -> sleep(9))));
                        }
                        return Coroutine.done();
                      })));
          assertEquals(2.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R47})
  void aScopeThatIsMovedEarlierEndsEarlier() {
    runs(
        () -> {
          await(
              failure(
                  TimeoutException.class,
                  withTimeout(
                      seconds(9),
                      s -> {
                        s.reschedule(nanos(2));
                        return sleep(20);
                      })));
          assertEquals(2.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R47})
  void aScopeWithoutALimitCanBeGivenOne() {
    runs(
        () -> {
          await(
              failure(
                  TimeoutException.class,
                  withTimeout(
                      null,
                      s -> {
                        s.reschedule(EventLoop.running().time() + nanos(3));
                        return sleep(20);
                      })));
          assertEquals(3.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R47})
  void aScopeThatExpiresCannotBeMovedByTheCleanup() {
    runs(
        () -> {
          await(
              failure(
                  TimeoutException.class,
                  withTimeout(
                      seconds(1),
                      s -> {
                        try {
                          await(sleep(9));
                        } finally {
                          assertTrue(s.expired());
                          assertThrows(IllegalStateException.class, () -> s.reschedule(nanos(99)));
                        }
                        return Coroutine.done();
                      })));
          return Coroutine.done();
        });
  }

  @Test
  void aScopeCanBeMovedByAnotherTask() {
    runs(
        () -> {
          Task<String> t =
              createTask(
                  withTimeout(
                      seconds(2),
                      s -> {
                        scope = s;
                        return sleep(5, "made it");
                      }));
          await(sleep(1));
          scope.reschedule(nanos(10));
          assertEquals("made it", await(t));
          return Coroutine.done();
        });
  }
}
