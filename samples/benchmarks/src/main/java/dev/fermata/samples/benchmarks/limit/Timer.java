package dev.fermata.samples.benchmarks.limit;

/** What runs at a time; when cancelled it is not searched for, but dropped at its turn. */
final class Timer {
  final long deadline;
  private Callback action;

  Timer(long deadline, Callback action) {
    this.deadline = deadline;
    this.action = action;
  }

  Callback action() {
    return action;
  }

  void cancel() {
    action = null;
  }
}
