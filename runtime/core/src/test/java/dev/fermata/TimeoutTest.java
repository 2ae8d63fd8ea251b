package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.withTimeoutAt;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code withTimeout} (rules R45 to R49). */
class TimeoutTest {
  private static final long SECOND = 1_000_000_000L;

  private final Trace trace = new Trace();
  private final List<TimeoutScope> scopes = new ArrayList<>();

  @Test
  @DisplayName(
      "R45: inside it is a CancelledError, outside a TimeoutException with that as its cause (c39)")
  void basic() {
    trace.run(
        s -> s.tryAwait(withTimeout(seconds(2), this::cancelledInside)),
        s -> {
          trace.log("outside", s.error(), "cause", Trace.text(s.error().getCause()));
          trace.log("cancelling", currentTask().cancelling(), "expired", scopes.get(0).expired());
          return s.await(withTimeout(seconds(2), this::inTime));
        },
        s -> {
          trace.log("expired", scopes.get(1).expired());
          return s.await(withTimeout((Duration) null, scope -> sleep(3)));
        },
        s -> s.await(sleep(5)),
        s -> {
          trace.log("no late cancel");
          return null;
        });
    trace.assertLines(
        "3@2 inside CancelledError() expired true cancelling 1",
        "3@2 outside TimeoutException() cause CancelledError()",
        "3@2 cancelling 0 expired true",
        "3@2 in time, when 4",
        "3@2 expired false",
        "7@10 no late cancel");
  }

  private Coroutine<Object> cancelledInside(TimeoutScope scope) {
    scopes.add(scope);
    return Script.of(
        s -> s.tryAwait(sleep(10)),
        s -> {
          int cancelling = currentTask().cancelling();
          trace.log("inside", s.error(), "expired", scope.expired(), "cancelling", cancelling);
          return s.rethrow();
        });
  }

  private Coroutine<Void> inTime(TimeoutScope scope) {
    scopes.add(scope);
    trace.log("in time, when", scope.when() / SECOND);
    return Coroutine.done();
  }

  @Test
  @DisplayName("R45: a swallowed or replaced CancelledError makes no TimeoutException (c40)")
  void swallowedOrReplaced() {
    trace.run(
        s -> s.await(trace.outcome("swallow", swallow())),
        s -> s.await(trace.outcome("replace", replace())),
        s -> null);
    trace.assertLines(
        "3@1 swallowed",
        "5@4 went on past the deadline",
        "5@4 swallow -> expired true cancelling 0",
        "7@5 replace raised IllegalArgumentException(mine)");
  }

  private Coroutine<Object> swallow() {
    Coroutine<Object> limited =
        withTimeout(
            seconds(1),
            scope -> {
              scopes.add(scope);
              return Script.of(
                  s -> s.tryAwait(sleep(9)),
                  s -> {
                    trace.log("swallowed");
                    return s.await(sleep(3));
                  },
                  s -> {
                    trace.log("went on past the deadline");
                    return null;
                  });
            });
    return Script.of(
        s -> s.await(limited),
        s -> "expired " + scopes.get(0).expired() + " cancelling " + currentTask().cancelling());
  }

  private static Coroutine<Object> replace() {
    return withTimeout(
        seconds(1),
        scope ->
            Script.of(
                s -> s.tryAwait(sleep(9)),
                s -> {
                  throw new IllegalArgumentException("mine");
                }));
  }

  @Test
  @DisplayName(
      "R46: of nested timeouts the one that fired converts, at the same instant the outer one (c41)")
  void nested() {
    trace.run(
        s -> s.await(nest("inner first", 5, 1)),
        s -> s.await(nest("outer first", 1, 5)),
        s -> s.await(nest("same instant", 2, 2)),
        s -> null);
    trace.assertLines(
        "1 inner first",
        "3@1 between TimeoutException inner true outer false",
        "3@1 outside TimeoutException outer false cancelling 0",
        "3@1 outer first",
        "5@2 between CancelledError inner false outer true",
        "5@2 outside TimeoutException outer true cancelling 0",
        "5@2 same instant",
        "7@4 between CancelledError inner true outer true",
        "7@4 outside TimeoutException outer true cancelling 0");
  }

  private Coroutine<Void> nest(String label, double outer, double inner) {
    return Script.of(
        s -> {
          trace.log(label);
          scopes.clear();
          return s.tryAwait(withTimeout(seconds(outer), scope -> between(scope, inner)));
        },
        s -> {
          String error = s.error().getClass().getSimpleName();
          int cancelling = currentTask().cancelling();
          trace.log("outside", error, "outer", scopes.get(0).expired(), "cancelling", cancelling);
          return null;
        });
  }

  private Coroutine<Object> between(TimeoutScope outer, double seconds) {
    scopes.add(outer);
    Coroutine<Void> limited =
        withTimeout(
            seconds(seconds),
            inner -> {
              scopes.add(inner);
              return sleep(10);
            });
    return Script.of(
        s -> s.tryAwait(limited),
        s -> {
          String error = s.error().getClass().getSimpleName();
          boolean inner = scopes.get(1).expired();
          trace.log("between", error, "inner", inner, "outer", outer.expired());
          return s.rethrow();
        });
  }

  @Test
  @DisplayName("R47: an active timeout can be moved and disarmed, one that is over can't (c42)")
  void reschedule() {
    trace.run(
        s -> s.tryAwait(withTimeout(seconds(1), this::rescheduling)),
        s -> {
          trace.log(s.error());
          trace.log(refusal(scopes.get(0)));
          return s.await(withTimeout(seconds(1), this::inTime));
        },
        s -> {
          trace.log(refusal(scopes.get(1)));
          return null;
        });
    trace.assertLines(
        "3@3 survived 3s, when 5",
        "5@13 survived 10s, when null",
        "5@13 past deadline, expired false",
        "7@13 TimeoutException()",
        "7@13 IllegalStateException(Cannot change state of expired Timeout)",
        "7@13 in time, when 14",
        "7@13 IllegalStateException(Cannot change state of finished Timeout)");
  }

  private Coroutine<Object> rescheduling(TimeoutScope scope) {
    scopes.add(scope);
    return Script.of(
        s -> {
          scope.reschedule(trace.loop.time() + 5 * SECOND);
          return s.await(sleep(3));
        },
        s -> {
          trace.log("survived 3s, when", scope.when() / SECOND);
          scope.reschedule(null);
          return s.await(sleep(10));
        },
        s -> {
          trace.log("survived 10s, when", scope.when());
          scope.reschedule(trace.loop.time() - 1);
          trace.log("past deadline, expired", scope.expired());
          return s.await(sleep(10));
        });
  }

  private static Throwable refusal(TimeoutScope scope) {
    return assertThrows(IllegalStateException.class, () -> scope.reschedule(99));
  }

  @Test
  @DisplayName(
      "R48: without any time the body is cancelled where it first waits, and else not (c43)")
  void zero() {
    trace.run(
        s -> s.await(trace.outcome("0", withTimeout(Duration.ZERO, this::yielding))),
        s -> s.await(trace.outcome("-1", withTimeout(seconds(-1), this::yielding))),
        s -> s.await(withTimeout(seconds(-1), this::inTimeAlready)),
        s -> {
          trace.log("no suspension", scopes.get(0).expired());
          return s.await(yieldNow());
        },
        s -> {
          trace.log("clean");
          return null;
        });
    trace.assertLines(
        "1 body runs",
        "2 0 raised TimeoutException()",
        "2 body runs",
        "3 -1 raised TimeoutException()",
        "3 no suspension false",
        "4 clean");
  }

  private Coroutine<Object> yielding(TimeoutScope scope) {
    trace.log("body runs");
    return Script.of(
        s -> s.await(yieldNow()),
        s -> {
          trace.log("after sleep(0)");
          return null;
        });
  }

  private Coroutine<Void> inTimeAlready(TimeoutScope scope) {
    scopes.add(scope);
    return Coroutine.done();
  }

  @Test
  @DisplayName("R46: a cancellation from outside in the same pass wins, in either order (c44)")
  void outsideCancellation() {
    List<Task<Object>> tasks = new ArrayList<>();
    trace.run(
        s -> {
          tasks.add(createTask(job()));
          trace.loop.callAt(2 * SECOND, () -> tasks.get(0).cancel("user"));
          return s.await(trace.outcome("cancel first", tasks.get(0)));
        },
        s -> {
          tasks.set(0, createTask(job()));
          return s.await(yieldNow());
        },
        s -> {
          trace.loop.callAt(4 * SECOND, () -> tasks.get(0).cancel("user"));
          return s.await(trace.outcome("timeout first", tasks.get(0)));
        },
        s -> null);
    trace.assertLines(
        "4@2 CancelledError(user) cancelling 1",
        "5@2 cancel first raised CancelledError(user)",
        "8@4 CancelledError() cancelling 1",
        "9@4 timeout first raised CancelledError()");
  }

  private Coroutine<Object> job() {
    return Script.of(
        s -> s.tryAwait(withTimeout(seconds(2), scope -> sleep(10))),
        s -> {
          trace.log(s.error(), "cancelling", currentTask().cancelling());
          return s.rethrow();
        });
  }

  @Test
  @DisplayName(
      "R49: between a timeout and a result at the same instant the timer made first acts first (c79)")
  void tie() {
    Future<String> before = trace.loop.createFuture();
    Future<String> after = trace.loop.createFuture();
    trace.run(
        s -> s.await(trace.outcome("sleep", withTimeout(seconds(2), scope -> sleep(2)))),
        s -> {
          trace.loop.callAt(4 * SECOND, () -> setIfPending(before));
          return s.await(
              trace.outcome(
                  "result before", withTimeout(seconds(2), scope -> before.toCoroutine())));
        },
        s -> {
          trace.log("future", before.state(), before.isDone() ? before.result() : null);
          return s.await(
              trace.outcome(
                  "result after",
                  withTimeout(
                      seconds(3),
                      scope -> {
                        trace.loop.callAt(scope.when(), () -> setIfPending(after));
                        return after.toCoroutine();
                      })));
        },
        s -> {
          trace.log("future", after.state());
          return null;
        });
    trace.assertLines(
        "3@2 sleep raised TimeoutException()",
        "5@4 result before raised TimeoutException()",
        "5@4 future DONE v",
        "7@7 result after raised TimeoutException()",
        "7@7 future CANCELLED");
  }

  private static void setIfPending(Future<String> future) {
    if (!future.isDone()) {
      future.setResult("v");
    }
  }

  @Test
  void aTimeoutAtAPointInTimeEndsThere() {
    trace.run(
        s -> s.await(trace.outcome("at", withTimeoutAt(3 * SECOND, scope -> sleep(10)))),
        s -> null);
    trace.assertLines("3@3 at raised TimeoutException()");
  }

  @Test
  void theDelayCountsFromTheMomentInWhichTheCoroutineRuns() {
    Coroutine<Void> limited = withTimeout(seconds(2), scope -> sleep(10));
    trace.run(s -> s.await(sleep(5)), s -> s.await(trace.outcome("late", limited)), s -> null);
    trace.assertLines("5@7 late raised TimeoutException()");
  }

  @Test
  void anErrorOfTheBodyLambdaEndsTheScope() {
    trace.run(
        s ->
            s.await(
                trace.outcome(
                    "body",
                    withTimeout(
                        seconds(1),
                        scope -> {
                          scopes.add(scope);
                          throw new java.io.IOException("no body");
                        }))),
        s -> {
          trace.log(refusal(scopes.get(0)));
          return s.await(sleep(2));
        },
        s -> null);
    trace.assertLines(
        "1 body raised IOException(no body)",
        "1 IllegalStateException(Cannot change state of finished Timeout)");
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
