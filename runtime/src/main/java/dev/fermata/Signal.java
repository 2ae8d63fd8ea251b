package dev.fermata;

import java.util.List;

/**
 * A future without a value that the loop completes, when it comes to its trigger in the order of
 * events.
 */
final class Signal extends Future<Void> {
  /**
   * To be added as a waiter to something, or to a timer: completes the signal, unless it is done.
   */
  final Ready trigger = new Trigger(this);

  Signal(EventLoop loop) {
    super(loop);
  }

  /** Completes this, unless it is done. */
  void fire() {
    if (!isDone()) {
      succeed(null);
    }
  }

  private static final class Trigger extends Ready {
    private final Signal signal;

    Trigger(Signal signal) {
      this.signal = signal;
    }

    @Override
    List<? extends Future<?>> wakes() {
      return List.of(signal);
    }

    @Override
    void run() {
      signal.fire();
    }
  }
}
