package dev.fermata;

/**
 * The tasks of all event loops of this JVM, for management tools.
 *
 * <p>asyncio: none; from 3.14 on the commands {@code ps} and {@code pstree}.
 */
public interface EventLoopsMXBean {
  /**
   * Returns all tasks, one per line.
   *
   * <p>asyncio: {@code python -m asyncio ps}.
   *
   * @return as {@link LoopDump#list()}, for one loop after the other
   */
  String list();

  /**
   * Returns all tasks with their stacks, each below the task that waits for it.
   *
   * <p>asyncio: {@code python -m asyncio pstree}.
   *
   * @return as {@link LoopDump#tree()}, for one loop after the other
   */
  String tree();

  /**
   * Returns all tasks in JSON.
   *
   * <p>asyncio: none.
   *
   * @return an array of what {@link LoopDump#json()} gives
   */
  String json();
}
