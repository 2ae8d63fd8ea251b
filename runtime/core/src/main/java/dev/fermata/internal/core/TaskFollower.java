package dev.fermata.internal.core;

/** Is told of a task's end inside the step in which the task ends. */
public interface TaskFollower extends CloseListener {
  /** The task is done. */
  void take();
}
