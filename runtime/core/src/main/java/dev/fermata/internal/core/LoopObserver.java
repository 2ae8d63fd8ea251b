package dev.fermata.internal.core;

import dev.fermata.Task;

/** Watches the steps and tasks of one loop. The core calls it and does not know its purpose. */
public interface LoopObserver extends CloseListener {
  /**
   * Whether {@link #step} is to run each step. Called now and then, and when debug mode changes.
   */
  boolean observesSteps(boolean debug);

  /** Runs a handle by {@link LoopEngine#dispatch} and observes it. */
  void step(Object handle, LoopEngine engine);

  /** Whether {@link #taskMade} is to be called for each task. */
  boolean recordsTasks();

  /**
   * Called when a task has been made.
   *
   * @return the record that follows it to its end; null for none
   */
  TaskRecord taskMade(Task<?> task);
}
