package dev.fermata;

/** The tasks of all event loops of this JVM, for management tools. */
public interface EventLoopsMXBean {
  /**
   * All tasks, a line each.
   *
   * @return as {@link LoopDump#list()}, for one loop after the other
   */
  String list();

  /**
   * All tasks with their stacks, each below the task that waits for it.
   *
   * @return as {@link LoopDump#tree()}, for one loop after the other
   */
  String tree();

  /**
   * All tasks in JSON.
   *
   * @return an array of what {@link LoopDump#json()} gives
   */
  String json();
}
