package dev.fermata;

import static dev.fermata.Fermata.waitFor;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.withTimeoutAt;
import static dev.fermata.Fermata.withTimeoutOr;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time limits: what asyncio's cases do not show. */
class TimeoutTest {
  private static final long SECOND = 1_000_000_000L;

  private final Trace trace = new Trace();
  private final List<TimeoutScope> scopes = new ArrayList<>();

  private static Throwable refusal(TimeoutScope scope) {
    return assertThrows(IllegalStateException.class, () -> scope.reschedule(99));
  }

  @Test
  void aTimeoutAtAPointInTimeEndsThere() {
    trace.run(
        s -> s.await(trace.outcome("at", withTimeoutAt(3 * SECOND, scope -> sleep(10)))),
        s -> null);
    trace.prints("3@3 at raised TimeoutException()");
  }

  @Test
  void theDelayCountsFromTheMomentInWhichTheCoroutineRuns() {
    Coroutine<Void> limited = withTimeout(seconds(2), scope -> sleep(10));
    trace.run(s -> s.await(sleep(5)), s -> s.await(trace.outcome("late", limited)), s -> null);
    trace.prints("5@7 late raised TimeoutException()");
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
    trace.prints(
        """
        1 body raised IOException(no body)
        1 IllegalStateException(Cannot change state of finished Timeout)
        """);
  }

  @Test
  void aLimitThatWasKeptHoldsNothingWhileItsTimerIsLeft() {
    trace.loop.callLater(seconds(2), () -> {});
    Reference<Task<Void>> task =
        new WeakReference<>(trace.loop.createTask(waitFor(yieldNow(), Duration.ofHours(1))));
    trace.loop.runCurrent();
    for (int i = 0; i < 10 && task.get() != null; i++) {
      System.gc();
    }
    assertNull(task.get());
    trace.loop.close();
  }

  @Test
  void aFallbackTakesThePlaceOfTheLimitsOwnExpiry() {
    trace.run(
        s -> s.await(trace.outcome("late", withTimeoutOr(seconds(1), "no", scope -> slow(5, "x")))),
        s -> s.await(trace.outcome("null", withTimeoutOr(seconds(1), null, scope -> slow(5, "x")))),
        s -> s.await(trace.outcome("kept", withTimeoutOr(seconds(9), "no", scope -> slow(5, "x")))),
        s -> s.await(trace.outcome("free", withTimeoutOr(null, "no", scope -> slow(5, "x")))),
        s -> null);
    trace.prints(
        """
        3@1 late -> no
        5@2 null -> null
        7@7 kept -> x
        9@12 free -> x
        """);
  }

  @Test
  void aFallbackIsNotForAnotherLimitsExpiryNorForTheBodysOwnException() {
    trace.run(
        s ->
            s.await(
                trace.outcome(
                    "inner",
                    withTimeoutOr(
                        seconds(9), "no", scope -> withTimeout(seconds(1), in -> slow(5, "x"))))),
        s ->
            s.await(
                trace.outcome(
                    "outer",
                    withTimeout(
                        seconds(1), out -> withTimeoutOr(seconds(9), "no", in -> slow(5, "x"))))),
        s ->
            s.await(
                trace.outcome(
                    "thrown",
                    withTimeoutOr(
                        seconds(9),
                        "no",
                        scope -> Coroutine.failed(new TimeoutException("of a database"))))),
        s ->
            s.await(
                trace.outcome(
                    "both",
                    withTimeoutOr(
                        seconds(1),
                        "out",
                        out -> withTimeoutOr(seconds(1), "in", in -> slow(5, "x"))))),
        s -> null);
    trace.prints(
        """
        3@1 inner raised TimeoutException()
        5@2 outer raised TimeoutException()
        5@2 thrown raised TimeoutException()
        7@3 both -> out
        """);
  }

  @Test
  void aBodyThatEndsInItsOwnWayAfterTheExpiryNeedsNoFallback() {
    trace.run(
        s ->
            s.await(
                trace.outcome(
                    "value",
                    withTimeoutOr(
                        seconds(1),
                        "no",
                        scope -> Script.of(b -> b.tryAwait(sleep(5)), b -> "mine")))),
        s -> null);
    trace.prints("3@1 value -> mine");
  }

  @Test
  void aCancelFromElsewhereGoesBeforeTheFallbackAlsoAtTheMomentOfTheExpiry() {
    List<String> ends = new ArrayList<>();
    for (double at : new double[] {0.5, 1, 1.5}) {
      for (boolean before : new boolean[] {true, false}) {
        Trace one = new Trace();
        List<Task<String>> task = new ArrayList<>();
        if (before) {
          one.loop.callLater(seconds(at), () -> task.get(0).cancel());
        }
        one.run(
            s -> {
              task.add(
                  Fermata.createTask(() -> withTimeoutOr(seconds(1), "no", scope -> slow(5, "x"))));
              return s.await(yieldNow());
            },
            s -> {
              if (!before) {
                one.loop.callAt((long) (at * SECOND), () -> task.get(0).cancel());
              }
              return s.tryAwait(task.get(0));
            },
            s -> ends.add(s.error() == null ? "" + s.result() : "" + Trace.text(s.error())));
      }
    }
    String cancelled = "CancelledError()";
    assertEquals(List.of(cancelled, cancelled, cancelled, cancelled, "no", "no"), ends);
  }

  @Test
  void aCancelAtEachPassOfALimitThatIsOverGoesBeforeTheFallback() {
    List<String> ends = new ArrayList<>();
    for (int passes = 0; passes < 8; passes++) {
      Trace one = new Trace();
      int yields = passes;
      List<Task<String>> task = new ArrayList<>();
      one.run(
          s -> {
            task.add(
                Fermata.createTask(
                    () -> withTimeoutOr(Duration.ZERO, "no", scope -> cleaningUp())));
            return s.await(Passes.yields(yields));
          },
          s -> {
            task.get(0).cancel();
            return s.tryAwait(task.get(0));
          },
          s -> ends.add(s.error() == null ? "" + s.result() : "" + Trace.text(s.error())));
    }
    String cancelled = "CancelledError()";
    assertEquals(
        List.of(cancelled, cancelled, cancelled, cancelled, cancelled, "no", "no", "no"), ends);
  }

  /** Waits; when it is cancelled, waits for three passes more. */
  private static Coroutine<String> cleaningUp() {
    Throwable[] cancelled = new Throwable[1];
    return Script.of(
        s -> s.tryAwait(Passes.yields(9)),
        s -> {
          cancelled[0] = s.error();
          return s.await(Passes.yields(3));
        },
        s -> {
          throw cancelled[0];
        });
  }

  private static Coroutine<String> slow(double seconds, String value) {
    return Script.of(s -> s.await(sleep(seconds)), s -> value);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
