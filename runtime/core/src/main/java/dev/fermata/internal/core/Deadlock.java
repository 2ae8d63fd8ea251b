package dev.fermata.internal.core;

import dev.fermata.Future;
import dev.fermata.Task;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/** Tells that a loop has nothing to run and nothing to wait for, and what its tasks do. */
final class Deadlock {
  private Deadlock() {}

  /**
   * What is to be told.
   *
   * @param tasks the unfinished ones
   * @param limit the time that the clock has reached and must not pass; -1 if that is not the
   *     reason
   * @param held whether the clock is held
   */
  static String report(Collection<Task<?>> tasks, long limit, boolean held) {
    return reason(limit, held)
        + ". Unfinished tasks: "
        + tasks.stream().map(Deadlock::whereabouts).collect(Collectors.joining("; "));
  }

  private static String reason(long limit, boolean held) {
    return limit >= 0
        ? "the clock's limit of " + Duration.ofNanos(limit) + " is reached"
        : "deadlock: nothing is ready, "
            + (held ? "the clock is held" : "no timer runs")
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
