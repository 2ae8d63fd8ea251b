package dev.fermata.internal.bridge;

import dev.fermata.CancelledError;

/** The future that the caller of a method gets when it calls the method outside of any loop. */
final class Outcome extends BodyFuture<Object> {
  private static final boolean DEBUG = Boolean.getBoolean("fermata.debug");

  private final DetachedContext activation;

  Outcome(DetachedContext activation) {
    this.activation = activation;
  }

  /** Whether this is the future of {@code asked}. */
  boolean isOf(DetachedContext asked) {
    return activation == asked;
  }

  void fail(Throwable error) {
    if (error instanceof CancelledError cancelled) {
      completeCancelled(cancelled);
    } else {
      failWith(error, DEBUG, null);
    }
  }

  @Override
  boolean cancelBody(CancelRelay relay) {
    if (isDone()) {
      return false;
    }
    activation.cancel(relay);
    return true;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (cancelThis()) {
      CancelRelay.cancel(activation);
    }
    return isCancelled();
  }
}
