package dev.fermata;

import dev.fermata.continuation.Frame;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The bridge between futures of a loop and {@link CompletionStage}s. Values, failures and
 * cancellations travel both ways: a cancelled {@code CompletableFuture} is a {@link CancelledError}
 * here, and what {@link CompletionException} wraps is unwrapped.
 */
final class Stages {
  /** The JDK's stages that are {@code CompletableFuture}s but refuse to be asked or joined. */
  private static final Class<?> MINIMAL = CompletableFuture.completedStage(null).getClass();

  private Stages() {}

  /** Waits for a stage in a task. */
  static Object await(CompletionStage<?> stage, TaskContext context) throws Throwable {
    return isDone(stage) ? valueOf(stage) : context.suspendOn(wrap(stage, context.loop));
  }

  /** Whether a stage is known to be complete. */
  static boolean isDone(CompletionStage<?> stage) {
    return stage instanceof CompletableFuture<?> future
        && (stage.getClass() == MINIMAL ? stage.toCompletableFuture() : future).isDone();
  }

  /** The value of a complete {@code CompletableFuture}, or throws its failure. */
  static Object valueOf(Object completed) throws Throwable {
    try {
      return ((CompletionStage<?>) completed).toCompletableFuture().join();
    } catch (CompletionException | CancellationException error) {
      throw unwrap(error);
    }
  }

  /** What went wrong, without the wrapping that stages add. */
  static Throwable unwrap(Throwable error) {
    Throwable cause = error;
    while (isWrapping(cause)) {
      cause = cause.getCause();
    }
    if (cause instanceof CancellationException) {
      CancelledError cancelled = new CancelledError(cause.getMessage());
      cancelled.initCause(cause);
      return cancelled;
    }
    return cause;
  }

  /** Later JDKs wrap a cancellation into another one, which names the method that reported it. */
  private static boolean isWrapping(Throwable error) {
    return error instanceof CancellationException
        ? error.getCause() instanceof CancellationException
        : error instanceof CompletionException && error.getCause() != null;
  }

  /** Cancels the future behind a stage, where there is one. */
  static void cancel(CompletionStage<?> stage) {
    CompletableFuture<?> future;
    try {
      future = stage.toCompletableFuture();
    } catch (UnsupportedOperationException noFuture) {
      return;
    }
    future.cancel(false);
  }

  /** A future of {@code loop} that follows a stage. */
  static <T> Future<T> wrap(CompletionStage<T> stage, EventLoop loop) {
    StageFuture<T> future = new StageFuture<>(loop, stage);
    future.follow();
    return future;
  }

  /** A {@code CompletableFuture} that follows a loop's future. */
  static <T> CompletableFuture<T> viewOf(Future<T> future) {
    EventLoop loop = future.loop();
    LoopView<T> view = new LoopView<>(loop);
    if (loop.isRunning() && !loop.isInLoop()) {
      new ViewRequest<>(view, () -> future).post(loop);
    } else {
      view.follow(future);
      if (loop.isClosed()) {
        view.loopClosed();
      }
    }
    return view;
  }

  /** Has a loop start a coroutine, from any thread. */
  static <T> CompletableFuture<T> submit(AsyncBody<T> body, EventLoop loop) {
    LoopView<T> view = new LoopView<>(loop);
    // The body is called in the task, and sees that as the current one.
    new ViewRequest<>(view, () -> loop.createTask(new BodyCoroutine<>(body))).post(loop);
    return view;
  }

  /** What a view is to follow, as soon as the loop comes to it. */
  private static final class ViewRequest<T> extends Ready {
    private final LoopView<T> view;
    private final Supplier<Future<T>> future;

    ViewRequest(LoopView<T> view, Supplier<Future<T>> future) {
      this.view = view;
      this.future = future;
    }

    void post(EventLoop loop) {
      loop.addFromAnywhere(this);
      if (loop.isClosed()) {
        // It may have come too late to be dropped by the close.
        drop();
      }
    }

    @Override
    void run() {
      if (!view.isDone()) {
        view.follow(future.get());
      }
    }

    @Override
    void drop() {
      view.loopClosed();
    }
  }

  /** Starts the body of an asynchronous method that returns a {@code CompletableFuture}. */
  static CompletableFuture<?> start(Frame frame, EventLoop loop) {
    Task<Object> task =
        loop.newTask(Coroutine.ofFrame(frame), null, Variables.inherited(loop.variables()));
    LoopView<Object> view = new LoopView<>(loop);
    view.bind(task);
    task.completeAtOnce(view);
    task.stepInside();
    return view;
  }
}
