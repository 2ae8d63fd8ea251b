package dev.fermata.internal.core;

import dev.fermata.Future;
import java.lang.ref.Cleaner;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;

/**
 * A failure that had listeners, none of which asked for it. It is reported when its future is
 * collected or its loop is closed. It must not hold the future, the error (which may refer to the
 * future) or the loop.
 */
final class UnretrievedFailure implements Runnable {
  final String message;
  private final WeakReference<Throwable> error;

  /**
   * Very many failures may wait for the collector. When memory gets short, only the text is kept.
   */
  private final SoftReference<FailureCopy> copy;

  private final String text;
  private final WeakReference<LoopEngine> engine;
  private final Cleaner.Cleanable registration;

  /** Reported, or no longer to be reported. Written by the loop's thread. */
  private volatile boolean settled;

  UnretrievedFailure(Future<?> future, String message) {
    Throwable failure = (Throwable) future.outcome;
    this.message = message;
    this.error = new WeakReference<>(failure);
    FailureCopy whole = FailureCopy.of(failure);
    this.copy = new SoftReference<>(whole);
    this.text = whole.shortText();
    this.engine = future.engine().weakly;
    this.registration = Failures.CLEANER.register(future, this);
  }

  /** The error, or a copy when the error has been collected. */
  Throwable error() {
    Throwable failure = error.get();
    if (failure == null) {
      failure = copy.get();
    }
    return failure == null ? FailureCopy.ofText(text) : failure;
  }

  /** Called when somebody has asked for the failure, or when it is being reported. */
  void withdraw() {
    settled = true;
    LoopEngine owner = engine.get();
    if (owner != null) {
      owner.failures.forget(this);
    }
    registration.clean();
  }

  /** Called by the cleaner's thread when the future has been collected. */
  @Override
  public void run() {
    if (!settled) {
      Failures.collected(this, engine);
    }
  }
}
