package dev.fermata.internal.bridge;

import dev.fermata.AsyncBody;
import dev.fermata.CancelledError;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import dev.fermata.internal.core.BodyCoroutine;
import dev.fermata.internal.core.FrameCoroutine;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Ready;
import dev.fermata.internal.core.StageBridge;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.core.Tasks;
import dev.fermata.internal.core.Variables;
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
public final class Stages implements StageBridge {
  /** The one that all loops share. */
  public static final StageBridge BRIDGE = new Stages();

  /** The JDK's stages that are {@code CompletableFuture}s but refuse to be asked or joined. */
  private static final Class<?> MINIMAL = CompletableFuture.completedStage(null).getClass();

  private Stages() {}

  @Override
  public Object await(CompletionStage<?> stage, Context context) throws Throwable {
    return isDone(stage)
        ? valueOf(stage)
        : context.suspendOn(wrap(stage, TaskContext.of(context).engine));
  }

  /** Whether a stage is known to be complete. */
  static boolean isDone(CompletionStage<?> stage) {
    return stage instanceof CompletableFuture<?> future
        && (stage.getClass() == MINIMAL ? stage.toCompletableFuture() : future).isDone();
  }

  /** The value of a complete {@code CompletableFuture}, or throws its failure. */
  public static Object valueOf(Object completed) throws Throwable {
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
  public static <T> Future<T> wrap(CompletionStage<T> stage, LoopEngine engine) {
    StageFuture<T> future = new StageFuture<>(engine, stage);
    future.follow();
    return future;
  }

  @Override
  public <T> CompletableFuture<T> viewOf(Future<T> future) {
    LoopEngine engine = Futures.engine(future);
    LoopView<T> view = new LoopView<>(engine);
    if (engine.isRunning() && !engine.isCurrent()) {
      new ViewRequest<>(view, () -> future).post(engine);
    } else {
      view.follow(future);
      if (engine.isClosed()) {
        view.loopClosed();
      }
    }
    return view;
  }

  /** Has a loop start a coroutine, from any thread. */
  public static <T> CompletableFuture<T> submit(AsyncBody<T> body, LoopEngine engine) {
    LoopView<T> view = new LoopView<>(engine);
    // The body is called in the task, and sees that as the current one.
    new ViewRequest<>(view, () -> engine.createTask(new BodyCoroutine<>(body), null)).post(engine);
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

    void post(LoopEngine engine) {
      engine.addFromAnywhere(this);
      if (engine.isClosed()) {
        // It may have come too late to be dropped by the close.
        drop();
      }
    }

    @Override
    protected void run() {
      if (!view.isDone()) {
        view.follow(future.get());
      }
    }

    @Override
    protected void drop() {
      view.loopClosed();
    }
  }

  /** Starts the body of an asynchronous method that returns a {@code CompletableFuture}. */
  public static CompletableFuture<?> start(Frame frame, LoopEngine engine) {
    Task<Object> task =
        engine.newTask(
            new FrameCoroutine<>(frame), null, Variables.inherited(engine.context.variables));
    LoopView<Object> view = new LoopView<>(engine);
    view.bind(task);
    Tasks.completeAtOnce(task, view);
    Tasks.stepInside(task);
    return view;
  }
}
