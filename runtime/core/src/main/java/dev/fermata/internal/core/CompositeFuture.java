package dev.fermata.internal.core;

import dev.fermata.Future;

/**
 * A future that waits for several children, and is cancelled through them: the form in which {@link
 * CancelPropagation} knows {@code gather}.
 *
 * @param <T> the type of the value
 */
public abstract class CompositeFuture<T> extends Future<T> {
  protected CompositeFuture(Permit permit) {
    super(permit);
  }

  /** The children; one that was given twice is here twice. */
  protected abstract Future<?>[] children();

  /** One of the children has been cancelled because this was. */
  protected abstract void requestCancellation();

  /**
   * Cancels all children; this itself fails when they end. One that waits for itself in a circle is
   * cancelled itself, and at once.
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
