package dev.fermata.internal.core;

import dev.fermata.Task;

/** Watches the steps and tasks of one loop; the core asks it, and knows nothing of its purposes. */
public interface LoopObserver extends CloseListener {
  /**
   * Whether each step is to be run by {@link #step}; asked now and then, and when debug mode
   * changes.
   */
  boolean observesSteps(boolean debug);

  /** Runs a handle by {@link LoopEngine#dispatch}, and looks at that. */
  void step(Object handle, LoopEngine engine);

  /** Whether {@link #taskMade} is to be called for each task. */
  boolean recordsTasks();

  /**
   * A task has been made.
   *
   * @return what follows it to its end; null for nothing
   */
  TaskRecord taskMade(Task<?> task);
}
