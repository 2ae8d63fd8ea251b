package dev.fermata.internal.core;

/** Is notified of a task's end, inside the step in which the task ends. */
public interface TaskFollower extends CloseListener {
  /** Called when the task is done. */
  void take();
}
