package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Python.repr;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import dev.fermata.TimeoutScope;
import org.junit.jupiter.api.Test;

/** Time limits on a part of a task. */
class TimeoutTest {
  /** Inside one sees the cancellation, outside the timeout; the count is back at 0. */
  @Test
  @Shows({R45})
  void c39InsideItIsACancellationAndOutsideATimeout() throws Exception {
    new Trace() {
      private TimeoutScope cm;

      @Override
      @Async
      Coroutine<?> main() {
        Task<?> me = currentTask();
        try {
          await(
              withTimeout(
                  seconds(2),
                  scope -> {
                    cm = scope;
                    try {
                      await(sleep(10));
                    } catch (CancelledError e) {
                      log(
                          "inside CancelledError, expired",
                          scope.expired(),
                          "cancelling",
                          me.cancelling());
                      throw e;
                    }
                    return Coroutine.done();
                  }));
        } catch (TimeoutException e) {
          log(
              "outside",
              repr(e),
              "cause",
              repr(e.getCause()),
              "cancelling",
              me.cancelling(),
              "expired",
              cm.expired());
        }
        await(
            withTimeout(
                seconds(2),
                scope -> {
                  cm = scope;
                  log("in time, when", scope.when() / 1e9);
                  return Coroutine.done();
                }));
        log("expired", cm.expired());
        await(withTimeout(null, scope -> sleep(3)));
        await(sleep(5));
        log("no late cancel");
        return Coroutine.done();
      }
    }.prints(
        """
        3@2 inside CancelledError, expired True cancelling 1
        3@2 outside TimeoutError() cause CancelledError() cancelling 0 expired True
        3@2 in time, when 4.0
        3@2 expired False
        7@10 no late cancel
        """);
  }

  /** A body that swallows the cancellation, or replaces it, is not timed out. */
  @Test
  @Shows({R45})
  void c40ABodyThatSwallowsTheCancellationIsNotTimedOut() throws Exception {
    new Trace() {
      private TimeoutScope cm;

      @Async
      Coroutine<String> swallow() {
        await(
            withTimeout(
                seconds(1),
                scope -> {
                  cm = scope;
                  try {
                    await(sleep(9));
                  } catch (CancelledError e) {
                    log("swallowed");
                  }
                  await(sleep(3));
                  log("went on past the deadline");
                  return Coroutine.done();
                }));
        return Coroutine.of(
            "expired " + Python.str(cm.expired()) + " cancelling " + currentTask().cancelling());
      }

      @Async
      Coroutine<Void> replace() {
        return withTimeout(
            seconds(1),
            scope -> {
              try {
                await(sleep(9));
              } catch (CancelledError e) {
                throw new IllegalArgumentException("mine");
              }
              return Coroutine.done();
            });
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(outcome("swallow", swallow()));
        await(outcome("replace", replace()));
        return Coroutine.done();
      }
    }.prints(
        """
        3@1 swallowed
        5@4 went on past the deadline
        5@4 swallow -> 'expired True cancelling 0'
        7@5 replace raised ValueError('mine')
        """);
  }

  /**
   * reschedule() moves the deadline while the body runs, and is an error afterwards. A scope does
   * not exist before it is entered, nor can it be entered again: these two lines of the trace are
   * left out.
   */
  @Test
  @Shows({R47})
  void c42ItCanBeMovedWhileItIsActive() throws Exception {
    new Trace() {
      private TimeoutScope cm;

      @Async
      Coroutine<Void> body(TimeoutScope scope) {
        cm = scope;
        cm.reschedule(loop().time() + nanos(5));
        await(sleep(3));
        log("survived 3s, when", cm.when() / 1e9);
        cm.reschedule(null);
        await(sleep(10));
        log("survived 10s, when", cm.when());
        cm.reschedule(loop().time() - nanos(1));
        log("past deadline, expired", cm.expired());
        await(sleep(10));
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        try {
          await(withTimeout(seconds(1), this::body));
        } catch (TimeoutException e) {
          log("TimeoutError");
        }
        try {
          cm.reschedule(nanos(99));
        } catch (IllegalStateException e) {
          log("RuntimeError", e);
        }
        await(
            withTimeout(
                seconds(1),
                scope -> {
                  cm = scope;
                  return Coroutine.done();
                }));
        try {
          cm.reschedule(nanos(99));
        } catch (IllegalStateException e) {
          log("RuntimeError", e);
        }
        return Coroutine.done();
      }
    }.prints(
        """
        3@3 survived 3s, when 5.0
        5@13 survived 10s, when None
        5@13 past deadline, expired False
        7@13 TimeoutError
        7@13 RuntimeError Cannot change state of expired Timeout
        7@13 RuntimeError Cannot change state of finished Timeout
        """);
  }

  /** With no time at all the body runs to its first suspension; without one it is not timed out. */
  @Test
  @Shows({R48})
  void c43WithNoTimeTheBodyRunsToItsFirstSuspension() throws Exception {
    new Trace() {
      private TimeoutScope cm;

      @Async
      Coroutine<Integer> inline() {
        return Coroutine.of(5);
      }

      @Async
      Coroutine<Void> z(double d) {
        await(
            withTimeout(
                seconds(d),
                scope -> {
                  log("body runs", await(inline()));
                  await(sleep(0));
                  log("after sleep(0)");
                  return Coroutine.done();
                }));
        return Coroutine.done();
      }

      @Async
      Coroutine<Boolean> nosuspend() {
        await(
            withTimeout(
                seconds(-1),
                scope -> {
                  cm = scope;
                  await(inline());
                  return Coroutine.done();
                }));
        return Coroutine.of(cm.expired());
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(outcome("0", z(0)));
        await(outcome("-1", z(-1)));
        await(outcome("no suspension", nosuspend()));
        await(sleep(0));
        log("clean");
        return Coroutine.done();
      }
    }.prints(
        """
        1 body runs 5
        2 0 raised TimeoutError()
        2 body runs 5
        3 -1 raised TimeoutError()
        3 no suspension -> False
        4 clean
        """);
  }
}
