package dev.fermata.internal.core;

import dev.fermata.Future;
import java.lang.ref.Cleaner;

/**
 * A failure that had listeners of whom none has asked for it. It is reported when its future is
 * collected or its loop is closed; it must not hold the future.
 */
final class UnheardFailure implements Runnable {
  final String message;
  final Throwable error;
  private final LoopEngine engine;
  private final Cleaner.Cleanable registration;

  /** Told, or no longer to be told; written by the loop's thread. */
  private volatile boolean settled;

  UnheardFailure(Future<?> future, String message) {
    this.message = message;
    this.error = (Throwable) future.outcome;
    this.engine = future.engine();
    this.registration = Failures.CLEANER.register(future, this);
  }

  /** Somebody has asked for the failure, or it is being reported. */
  void withdraw() {
    settled = true;
    engine.failures.forget(this);
    registration.clean();
  }

  /** The future has been collected: called by the cleaner's thread. */
  @Override
  public void run() {
    if (!settled) {
      engine.failures.collected(this);
    }
  }
}
