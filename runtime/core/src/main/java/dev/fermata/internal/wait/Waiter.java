package dev.fermata.internal.wait;

import dev.fermata.Future;
import dev.fermata.internal.core.LoopEngine;

/**
 * The future that one task waits on in a {@link WaiterQueue}, and at the same time that queue's
 * link.
 */
public final class Waiter extends Future<Boolean> {
  Waiter previous;
  Waiter next;

  /** The queue that this is in; null while it is in none. */
  WaiterQueue queue;

  Waiter(LoopEngine engine) {
    super(engine.origin);
  }

  /** Completes this waiter; false when it was woken or cancelled before. */
  public boolean wake() {
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
