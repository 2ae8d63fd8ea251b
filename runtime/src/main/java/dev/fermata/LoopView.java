package dev.fermata;

import java.util.concurrent.CompletableFuture;

/** A {@code CompletableFuture} that follows a loop's future. */
final class LoopView<T> extends CompletableFuture<T> {
  private final Future<T> future;

  LoopView(Future<T> future) {
    this.future = future;
  }

  /** Begins to wait for the future, on the loop's thread or while the loop does not run. */
  void follow() {
    if (future.isDone()) {
      take();
    } else {
      future.addWaiter(Ready.of(this::take));
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
    EventLoop loop = future.loop;
    if (cancels && cancelled && !loop.isClosed()) {
      if (loop.isInLoop()) {
        future.cancel();
      } else {
        loop.addFromAnywhere(Ready.of(future::cancel));
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
