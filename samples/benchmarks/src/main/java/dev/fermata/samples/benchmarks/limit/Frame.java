package dev.fermata.samples.benchmarks.limit;

/** A suspended method: where it stopped, and what it needs to go on, in the subclass's fields. */
abstract class Frame {
  /** Who awaits this method; null for a task's outermost. */
  Frame caller;

  /** Goes on; what it awaited is in the loop. */
  abstract long resume(Loop loop) throws Throwable;
}
