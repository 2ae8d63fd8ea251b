package dev.fermata.internal.core;

/**
 * Awaited by a task that only lets the other ready handles run and then goes on with a value. The
 * task queues itself again.
 */
final class Yield {
  /** What the task goes on with. */
  final Object value;

  Yield(Object value) {
    this.value = value;
  }
}
