package dev.fermata.internal.bridge;

import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.TaskFollower;
import java.util.Map;

/** A {@code CompletableFuture} that follows a loop's future. */
final class LoopView<T> extends BodyFuture<T> implements TaskFollower {
  private final LoopEngine engine;

  /** Whether the loop knows of this. For the loop's thread. */
  private boolean listed;

  /** Null until {@link #follow} has been called. */
  private volatile Future<T> future;

  /** Whether a cancellation of this has reached the future. For the loop's thread. */
  private boolean cancellationGiven;

  /** Whether another thread has asked the task to end; guarded by this. */
  private boolean asked;

  LoopView(LoopEngine engine) {
    this.engine = engine;
  }

  /** The future; null while this has not been bound to it. */
  Future<T> followed() {
    return future;
  }

  /** Binds this to its future. Called in the loop's thread, or while the loop does not run. */
  void bind(Future<T> followed) {
    future = followed;
    if (isCancelled()) {
      giveCancellation(null);
    }
  }

  /** Cancels the future, only once: a second call would be a second request to a task. */
  private void giveCancellation(String message) {
    if (future != null && !cancellationGiven) {
      cancellationGiven = true;
      future.cancel(message);
    }
  }

  /** Whether this is a view of {@code asked}. */
  boolean isOf(Future<?> asked) {
    return asked != null && future == asked;
  }

  /** A task needs time to end. Any other future ends at once. */
  @Override
  boolean cancelBody(CancelRelay relay) {
    Future<T> followed = future;
    if (!(followed instanceof Task) || isDone()) {
      return false;
    }
    if (relay.isIn(engine) || engine.isCurrent()) {
      return followed.cancel(relay.message());
    }
    if (!engine.isRunning() || !asksFirst()) {
      return false;
    }
    String message = relay.message();
    engine.addFromAnywhere(Callback.of(() -> giveCancellation(message)));
    return true;
  }

  /**
   * Notes that another thread asks the task to end. Only the first one waits for the end: two loops
   * that wait for each other in a circle would ask each other for ever.
   */
  private synchronized boolean asksFirst() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  /** Called when there will be no outcome, unless it is known already. */
  @Override
  public void loopClosed() {
    if (future != null && future.isDone()) {
      take();
    } else {
      completeClosed();
    }
  }

  private void completeClosed() {
    try {
      completeExceptionally(LoopEngine.closed());
    } catch (Throwable broken) {
      Dependants.goOn(this, broken);
    }
  }

  /** Binds this to its future and begins to wait for it. */
  void follow(Future<T> followed) {
    bind(followed);
    if (followed.isDone()) {
      take();
    } else {
      Futures.addWaiter(followed, new Taker<>(this));
      if (!(followed instanceof Task)) {
        // The loop itself knows the waiters of its tasks.
        listed = true;
        engine.views.add(this);
      }
    }
  }

  /** Waits for the outcome. */
  private static final class Taker<T> extends Callback {
    private final LoopView<T> view;

    Taker(LoopView<T> view) {
      this.view = view;
    }

    @Override
    protected void run() {
      view.take();
    }

    @Override
    protected void drop() {
      view.loopClosed();
    }
  }

  /** Copies the outcome of the future, which is done. */
  @Override
  public void take() {
    try {
      takeOutcome();
    } catch (Throwable broken) {
      Dependants.goOn(this, broken);
    }
  }

  private void takeOutcome() {
    if (listed) {
      engine.views.remove(this);
    }
    copy(future, Futures.takeError(future), engine);
  }

  @Override
  void report(Map<String, Object> context) {
    engine.failures.report(context);
  }

  /** Cancels the future, too. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (cancelThis() && !engine.isClosed()) {
      if (engine.isCurrent()) {
        giveCancellation(null);
      } else {
        engine.addFromAnywhere(Callback.of(() -> giveCancellation(null)));
      }
    }
    return isCancelled();
  }
}
