package dev.fermata.internal.core;

import dev.fermata.Task;

/** Follows one task for a recording. */
public abstract class TaskRecord {
  /** How many steps the task has made. */
  public int steps;

  /** Called when the task is done. */
  protected abstract void end(Task<?> task);
}
