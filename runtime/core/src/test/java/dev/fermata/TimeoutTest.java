package dev.fermata;

import static dev.fermata.Fermata.waitFor;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.withTimeoutAt;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
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

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
