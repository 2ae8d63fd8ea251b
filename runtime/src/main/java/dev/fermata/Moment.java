package dev.fermata;

/** A time on a loop's clock, which all tasks that were made about then share, at most 65. */
class Moment {
  private final EventLoop loop;
  private final long nanos;
  private final long firstNumber;

  Moment(EventLoop loop, long nanos, long firstNumber) {
    this.loop = loop;
    this.nanos = nanos;
    this.firstNumber = firstNumber;
  }

  final EventLoop loop() {
    return loop;
  }

  /** The loop's time in nanoseconds. */
  final long nanos() {
    return nanos;
  }

  /** The number of the first of the tasks, where that has one. */
  final long firstNumber() {
    return firstNumber;
  }
}
