package dev.fermata;

/** Follows one task for a recording. */
abstract class TaskRecord {
  /** How many steps the task has made. */
  int steps;

  /** The task is done. */
  abstract void end(Task<?> task);
}
