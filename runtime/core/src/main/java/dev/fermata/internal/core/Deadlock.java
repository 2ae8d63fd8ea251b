package dev.fermata.internal.core;

import dev.fermata.Future;
import dev.fermata.Task;
import java.time.Duration;
import java.util.stream.Collectors;

/** Tells that a loop has nothing to run and nothing to wait for, and what its tasks do. */
final class Deadlock {
  private Deadlock() {}

  /**
   * Tells of it: in virtual time by an error, in real time, where an unknown thread may still call,
   * by a report.
   *
   * @param limit the time that the clock has reached and must not pass; -1 if that is not the
   *     reason
   */
  static void tell(LoopEngine engine, long limit) {
    String report =
        reason(engine, limit)
            + ". Unfinished tasks: "
            + engine.tasks.snapshot().stream()
                .map(Deadlock::whereabouts)
                .collect(Collectors.joining("; "));
    if (engine.isVirtual()) {
      throw new IllegalStateException(report);
    }
    engine.failures.report(Failures.context(report, null));
  }

  private static String reason(LoopEngine engine, long limit) {
    return limit >= 0
        ? "the clock's limit of " + Duration.ofNanos(limit) + " is reached"
        : "deadlock: nothing is ready, "
            + (engine.holds() > 0 ? "the clock is held" : "no timer runs")
            + ", and nothing outside is being waited for";
  }

  private static String whereabouts(Task<?> task) {
    StringBuilder text = new StringBuilder(task.getName());
    if (task.awaiting() instanceof Future<?> future && future.activity() != null) {
      text.append(' ').append(future.activity());
    } else if (task.awaiting() != null) {
      text.append(" waits for ").append(Words.of(task.awaiting()));
    }
    for (StackTraceElement element : task.awaitStack()) {
      text.append(" at ").append(element);
    }
    return text.toString();
  }
}
