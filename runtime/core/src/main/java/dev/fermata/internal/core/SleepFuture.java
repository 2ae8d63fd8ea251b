package dev.fermata.internal.core;

import dev.fermata.Future;

/** The future of a sleeping task, and also its timer. */
final class SleepFuture<T> extends Future<T> implements Timer {
  private final T value;

  SleepFuture(Permit permit, T value) {
    super(permit);
    this.value = value;
  }

  /** Called when the time has come. */
  @Override
  public void fire() {
    if (!isDone()) {
      succeed(value);
    }
  }

  @Override
  public boolean cancel(String message) {
    boolean cancelled = super.cancel(message);
    if (cancelled) {
      noteTimerCancelled();
    }
    return cancelled;
  }

  @Override
  public boolean isOver() {
    return isDone();
  }

  @Override
  protected String label() {
    return "sleep";
  }
}
