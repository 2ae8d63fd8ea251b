package dev.fermata.internal.run;

import dev.fermata.Future;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;

/** Stops a loop when a future is done. */
final class StopWhenDone extends Callback {
  private final Future<?> future;
  private boolean withdrawn;

  StopWhenDone(Future<?> future) {
    this.future = future;
  }

  /**
   * Called when the run is over. If an error ended the run, this may be in the queue of the next
   * one.
   */
  void withdraw() {
    withdrawn = true;
    Futures.removeWaiter(future, this);
  }

  @Override
  protected void run() {
    if (!withdrawn) {
      future.loop().stop();
    }
  }
}
