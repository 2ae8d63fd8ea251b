package dev.fermata;

/**
 * What the tasks of an {@link EventLoop} were doing at one moment: who waits for whom, and where.
 * {@link EventLoop#dump} makes it. It does not hold the loop or its tasks.
 *
 * <p>asyncio: {@code asyncio.FutureCallGraph}; of one task, since 3.14.
 */
public interface LoopDump {
  /**
   * Returns the tasks in the order in which they were made, one per line: number, name, state, what
   * the task waits for, age, and where it is.
   *
   * <p>asyncio: {@code python -m asyncio ps}.
   *
   * @return lines, each with its end
   */
  String list();

  /**
   * Returns the tasks with their logical stacks, each below the task that waits for it.
   *
   * <p>asyncio: {@code python -m asyncio pstree}.
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
   * {@code creationStack}.
   *
   * <p>asyncio: none.
   *
   * @return one line without its end
   */
  String json();

  /**
   * As {@link #tree()}.
   *
   * <p>asyncio: none.
   */
  @Override
  String toString();
}
