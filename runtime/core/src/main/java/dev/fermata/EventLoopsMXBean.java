package dev.fermata;

/**
 * The tasks of all event loops of this JVM, for management tools. asyncio has only its commands
 * {@code ps} and {@code pstree}, since 3.14.
 */
public interface EventLoopsMXBean {
  /**
   * Returns all tasks, one per line. asyncio's command {@code ps}.
   *
   * @return as {@link LoopDump#list()}, for one loop after the other
   */
  String list();

  /**
   * Returns all tasks with their stacks, each below the task that waits for it. asyncio's command
   * {@code pstree}.
   *
   * @return as {@link LoopDump#tree()}, for one loop after the other
   */
  String tree();

  /**
   * Returns all tasks in JSON. asyncio has no counterpart.
   *
   * @return an array of what {@link LoopDump#json()} gives
   */
  String json();
}
