package dev.fermata;

/** Stops a loop when a future is done. */
final class Stopper extends Ready {
  private final Future<?> future;
  private boolean withdrawn;

  Stopper(Future<?> future) {
    this.future = future;
  }

  /** The run is over. When an error ended it this may be queued by now, for the next one. */
  void withdraw() {
    withdrawn = true;
    future.removeWaiter(this);
  }

  @Override
  void run() {
    if (!withdrawn) {
      future.loop().stop();
    }
  }
}
