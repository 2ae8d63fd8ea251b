package dev.fermata.internal.bridge;

import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Ready;
import dev.fermata.internal.core.TaskFollower;
import java.util.concurrent.CompletableFuture;

/** A {@code CompletableFuture} that follows a loop's future. */
final class LoopView<T> extends CompletableFuture<T> implements TaskFollower {
  private final LoopEngine engine;

  /** Whether the loop has been told of this; for the loop's thread. */
  private boolean listed;

  /** Null until {@link #follow} has been called. */
  private volatile Future<T> future;

  /** Whether a cancellation of this has reached the future; for the loop's thread. */
  private boolean cancellationGiven;

  LoopView(LoopEngine engine) {
    this.engine = engine;
  }

  /** The future; null where this has not been bound to it. */
  Future<T> followed() {
    return future;
  }

  /** Binds this to its future; in the loop's thread, or while the loop does not run. */
  void bind(Future<T> followed) {
    future = followed;
    if (isCancelled()) {
      giveCancellation();
    }
  }

  /** Cancels the future, once: a second time would be a second request to a task. */
  private void giveCancellation() {
    if (future != null && !cancellationGiven) {
      cancellationGiven = true;
      future.cancel();
    }
  }

  /** There will be no outcome, unless it is known already. */
  @Override
  public void loopClosed() {
    if (future != null && future.isDone()) {
      take();
    } else {
      completeExceptionally(LoopEngine.closed());
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
        // Of its tasks the loop knows itself who waits for them.
        listed = true;
        engine.views.add(this);
      }
    }
  }

  /** Waits for the outcome. */
  private static final class Taker<T> extends Ready {
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

  /** Takes over the outcome of the future, which is done. */
  @Override
  @SuppressWarnings("unchecked")
  public void take() {
    if (listed) {
      engine.views.remove(this);
    }
    Throwable error = Futures.takeError(future);
    if (future.isCancelled()) {
      super.cancel(false);
    } else if (error != null) {
      completeExceptionally(error);
    } else {
      complete((T) Futures.outcome(future));
    }
  }

  /** Cancels the future, too. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancels = !isDone();
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancels && cancelled && !engine.isClosed()) {
      if (engine.isCurrent()) {
        giveCancellation();
      } else {
        engine.addFromAnywhere(Ready.of(this::giveCancellation));
      }
    }
    return cancelled;
  }

  /** Dependent stages are of the ordinary kind. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
