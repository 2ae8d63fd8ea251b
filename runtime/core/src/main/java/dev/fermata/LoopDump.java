package dev.fermata;

/**
 * What the tasks of an {@link EventLoop} were doing at one moment: who waits for whom, and where.
 * {@link EventLoop#dump} makes it. It does not hold the loop or its tasks. asyncio has {@code
 * FutureCallGraph} for one task, since 3.14.
 */
public interface LoopDump {
  /**
   * Returns the tasks in the order in which they were made, one per line: number, name, state, what
   * the task waits for, age, and where it is. asyncio's command {@code ps}.
   *
   * @return lines, each with its end
   */
  String list();

  /**
   * Returns the tasks with their logical stacks, each below the task that waits for it. asyncio's
   * command {@code pstree}.
   *
   * @return lines, each with its end
   */
  String tree();

  /**
   * Returns the same in JSON: an object with {@code thread}, {@code exact}, {@code iteration},
   * {@code taskCount}, {@code stack} (of a callback that takes long, seen from outside) and {@code
   * tasks}. Each task is an object with {@code id}, {@code name}, {@code state} ({@code new},
   * {@code ready}, {@code running}, {@code waiting}), {@code age} in seconds, {@code waitsFor}
   * (null for nothing), {@code awaitedBy} (ids), {@code stack} (the innermost method first) and
   * {@code creationStack}. asyncio has no counterpart.
   *
   * @return one line without its end
   */
  String json();

  /** As {@link #tree()}. */
  @Override
  String toString();
}
