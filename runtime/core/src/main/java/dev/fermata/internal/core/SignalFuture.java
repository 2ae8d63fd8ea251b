package dev.fermata.internal.core;

import dev.fermata.Future;
import java.util.List;

/** A future without a value that the loop completes when it reaches the trigger in its queue. */
public final class SignalFuture extends Future<Void> {
  /**
   * The trigger, which is added as a waiter or as a timer. It completes the signal, unless the
   * signal is done.
   */
  public final Callback trigger = new Trigger(this);

  public SignalFuture(Permit permit) {
    super(permit);
  }

  /** Completes this, unless it is done. */
  public void fire() {
    if (!isDone()) {
      succeed(null);
    }
  }

  private static final class Trigger extends Callback {
    private final SignalFuture signal;

    Trigger(SignalFuture signal) {
      this.signal = signal;
    }

    @Override
    protected List<? extends Future<?>> wakes() {
      return List.of(signal);
    }

    @Override
    protected void run() {
      signal.fire();
    }
  }
}
