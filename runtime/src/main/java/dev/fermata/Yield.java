package dev.fermata;

/** Awaited by a task that only lets the other ready handles run: it queues itself again. */
final class Yield {
  /** The one after which the task goes on without a value. */
  static final Yield PLAIN = new Yield(null);

  /** What the task goes on with. */
  final Object value;

  Yield(Object value) {
    this.value = value;
  }
}
