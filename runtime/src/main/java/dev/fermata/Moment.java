package dev.fermata;

/** A time on a loop's clock, which all tasks that were made about then share. */
class Moment {
  private final long nanos;

  Moment(long nanos) {
    this.nanos = nanos;
  }

  /** The loop's time in nanoseconds. */
  final long nanos() {
    return nanos;
  }
}
