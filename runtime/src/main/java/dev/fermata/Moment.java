package dev.fermata;

/** A time on a loop's clock, which all tasks that were made about then share, at most 65. */
class Moment {
  private final long nanos;
  private final long firstNumber;

  Moment(long nanos, long firstNumber) {
    this.nanos = nanos;
    this.firstNumber = firstNumber;
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
