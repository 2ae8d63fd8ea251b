package dev.fermata;

/** The future of a sleeping task, and at the same time its timer. */
final class SleepFuture<T> extends Future<T> {
  private final T value;

  SleepFuture(EventLoop loop, T value) {
    super(loop);
    this.value = value;
  }

  /** The time has come. */
  void fire() {
    if (!isDone()) {
      succeed(value);
    }
  }

  @Override
  public boolean cancel(String message) {
    boolean cancelled = super.cancel(message);
    if (cancelled) {
      loop().engine.noteTimerCancelled();
    }
    return cancelled;
  }
}
