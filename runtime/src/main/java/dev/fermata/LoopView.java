package dev.fermata;

import java.util.concurrent.CompletableFuture;

/** A {@code CompletableFuture} that follows a loop's future. */
final class LoopView<T> extends CompletableFuture<T> {
  private final EventLoop loop;

  /** Null until {@link #follow} has been called. */
  private volatile Future<T> future;

  LoopView(EventLoop loop) {
    this.loop = loop;
  }

  /** Binds this to its future; in the loop's thread, or while the loop does not run. */
  void bind(Future<T> followed) {
    future = followed;
    if (isCancelled()) {
      followed.cancel();
    }
  }

  /** Binds this to its future and begins to wait for it. */
  void follow(Future<T> followed) {
    bind(followed);
    if (followed.isDone()) {
      take();
    } else {
      followed.addWaiter(Ready.of(this::take));
    }
  }

  /** Takes over the outcome of the future, which is done. */
  @SuppressWarnings("unchecked")
  void take() {
    Throwable error = future.takeError();
    if (future.isCancelled()) {
      super.cancel(false);
    } else if (error != null) {
      completeExceptionally(error);
    } else {
      complete((T) future.outcome);
    }
  }

  /** Cancels the future, too. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancels = !isDone();
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Future<T> followed = future;
    if (cancels && cancelled && followed != null && !loop.isClosed()) {
      if (loop.isInLoop()) {
        followed.cancel();
      } else {
        loop.addFromAnywhere(Ready.of(followed::cancel));
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
