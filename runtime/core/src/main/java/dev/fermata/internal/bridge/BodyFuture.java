package dev.fermata.internal.bridge;

import dev.fermata.CancelledError;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.LoopEngine;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The {@code CompletableFuture} of something that has an end of its own, and may need time to come
 * to that when it is to be cancelled. {@link #cancel} completes this at once, as that of the JDK
 * does; whoever awaits this and is cancelled itself asks by {@link #cancelBody} instead.
 */
abstract class BodyFuture<T> extends CompletableFuture<T> {
  /**
   * Asks the body to end, which then completes this as it likes.
   *
   * @return false when there is nobody who would do that
   */
  abstract boolean cancelBody(CancelRelay relay);

  /**
   * Completes this as cancelled.
   *
   * @param message what those that await this are told; may be null
   * @return whether it was this call that has completed it
   */
  final boolean completeCancelled(String message) {
    return super.completeExceptionally(new CancellationException(message));
  }

  /**
   * Completes this as cancelled, whatever those that depend on it make of that.
   *
   * @return whether it was this call that has completed it
   */
  final boolean cancelThis() {
    boolean cancels = !isDone();
    try {
      return completeCancelled((String) null);
    } catch (Throwable broken) {
      Dependants.goOn(this, broken);
      return cancels;
    }
  }

  /** Takes an error that nobody receives. */
  void report(Map<String, Object> context) {
    Failures.log(context);
  }

  /** Completes this as cancelled, with the message of a body's own error. */
  final void completeCancelled(CancelledError error) {
    String message = null;
    try {
      message = error.getMessage();
    } catch (Throwable broken) {
      // A user's own class: it has no message then.
    }
    completeCancelled(message);
  }

  /**
   * Fails this, and tells in debug mode when nobody ever looks at it.
   *
   * @param engine the loop that is told; null outside of any
   */
  final void failWith(Throwable error, boolean debug, LoopEngine engine) {
    boolean isAwaited = getNumberOfDependents() > 0;
    boolean fails = completeExceptionally(Dependants.presentable(error, this));
    if (debug && fails && !isAwaited) {
      UnseenFailure.watch(this, error, engine);
    }
  }

  // ---------------------------------------------------------------- who looks at the outcome

  /** Dependent stages are of the ordinary kind. */
  @Override
  public final <U> CompletableFuture<U> newIncompleteFuture() {
    UnseenFailure.seen(this);
    return new CompletableFuture<>();
  }

  @Override
  public final T join() {
    UnseenFailure.seen(this);
    return super.join();
  }

  @Override
  public final T get() throws InterruptedException, ExecutionException {
    UnseenFailure.seen(this);
    return super.get();
  }

  @Override
  public final T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    UnseenFailure.seen(this);
    return super.get(timeout, unit);
  }

  @Override
  public final T getNow(T absent) {
    UnseenFailure.seen(this);
    return super.getNow(absent);
  }

  @Override
  public final boolean isCompletedExceptionally() {
    UnseenFailure.seen(this);
    return super.isCompletedExceptionally();
  }
}
