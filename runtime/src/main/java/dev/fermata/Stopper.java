package dev.fermata;

/** Stops a loop when a future is done, unless an error has already made the loop stop. */
final class Stopper extends Ready {
  private final Future<?> future;

  Stopper(Future<?> future) {
    this.future = future;
  }

  @Override
  void run() {
    boolean hasLeftTheLoop =
        (future.flags & Future.OUTCOME) == Future.FAILED
            && Sneaky.isFatal((Throwable) future.outcome);
    if (!hasLeftTheLoop) {
      future.loop.stop();
    }
  }
}
