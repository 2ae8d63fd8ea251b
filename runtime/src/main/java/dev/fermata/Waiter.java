package dev.fermata;

/**
 * The future that one task waits on in a {@link WaiterQueue}, and at the same time that queue's
 * link.
 */
final class Waiter extends Future<Boolean> {
  Waiter previous;
  Waiter next;

  /** The queue that this is in; null while it is in none. */
  WaiterQueue queue;

  Waiter(EventLoop loop) {
    super(loop);
  }

  /** Completes this waiter; false when it was woken or cancelled before. */
  boolean wake() {
    if (isDone()) {
      return false;
    }
    setResult(true);
    return true;
  }

  @Override
  public boolean cancel(String message) {
    boolean cancelled = super.cancel(message);
    if (cancelled && queue != null) {
      queue.noteCancelled();
    }
    return cancelled;
  }
}
