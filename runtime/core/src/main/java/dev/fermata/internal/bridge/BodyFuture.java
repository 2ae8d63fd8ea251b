package dev.fermata.internal.bridge;

import dev.fermata.CancelledError;
import dev.fermata.Future;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The {@code CompletableFuture} of a body that ends by itself and may need time to end when it is
 * cancelled. {@link #cancel} completes this future at once, as in the JDK. A task that awaits this
 * future and is cancelled calls {@link #cancelBody} instead.
 */
abstract class BodyFuture<T> extends CompletableFuture<T> {
  /**
   * Asks the body to end. The body then completes this future with its own outcome.
   *
   * @return false when no body can do that
   */
  abstract boolean cancelBody(CancelRelay relay);

  /**
   * Completes this as cancelled.
   *
   * @param message the message for those that await this; may be null
   * @return whether this call has completed it
   */
  final boolean completeCancelled(String message) {
    return super.completeExceptionally(new CancellationException(message));
  }

  /**
   * Completes this as cancelled. Errors of dependent stages do not leave this method.
   *
   * @return whether this call has completed it
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

  /** Receives an error that no code receives. */
  void report(Map<String, Object> context) {
    Failures.log(context);
  }

  /** Completes this as cancelled, with the message of a body's own error. */
  final void completeCancelled(CancelledError error) {
    String message = null;
    try {
      message = error.getMessage();
    } catch (Throwable broken) {
      // A subclass of the user's. Then there is no message.
    }
    completeCancelled(message);
  }

  /**
   * Fails this. In debug mode, reports a failure that nobody ever looks at.
   *
   * @param engine the loop that gets the report; null outside of any loop
   */
  final void failWith(Throwable error, boolean debug, LoopEngine engine) {
    boolean isAwaited = getNumberOfDependents() > 0;
    boolean fails = completeExceptionally(Dependants.presentable(error, this));
    if (debug && fails && !isAwaited) {
      UnseenFailure.watch(this, error, engine);
    }
  }

  /**
   * Takes the outcome of a loop's future.
   *
   * @param error its failure or cancellation; null for none
   */
  @SuppressWarnings("unchecked")
  final void copy(Future<T> done, Throwable error, LoopEngine engine) {
    if (done.isCancelled()) {
      completeCancelled((CancelledError) error);
    } else if (error != null) {
      failWith(error, engine.isDebug(), engine);
    } else {
      complete((T) Futures.outcome(done));
    }
  }

  // ---------------------------------------------------------------- retrieving the outcome

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
