package dev.fermata.internal.core;

import dev.fermata.Future;

/**
 * A future that waits for several children and is cancelled through them. {@link CancelPropagation}
 * sees {@code gather} in this form.
 *
 * @param <T> the type of the value
 */
public abstract class CompositeFuture<T> extends Future<T> {
  protected CompositeFuture(Permit permit) {
    super(permit);
  }

  /** The children. One that was given twice is here twice. */
  protected abstract Future<?>[] children();

  /** Called when one of the children has been cancelled because this was. */
  protected abstract void requestCancellation();

  /**
   * Cancels all children; this future fails when they end. If it waits for itself in a circle, it
   * is cancelled itself, at once.
   */
  @Override
  public boolean cancel(String message) {
    checkThread();
    markRetrieved();
    if (isDone()) {
      return false;
    }
    Boolean cancelled = CancelPropagation.cancel(this, message);
    if (cancelled == null) {
      abandon(message);
    }
    return cancelled == null || cancelled;
  }

  /** Becomes cancelled, whatever the children do. */
  final void abandon(String message) {
    complete(CANCELLED, message);
  }
}
