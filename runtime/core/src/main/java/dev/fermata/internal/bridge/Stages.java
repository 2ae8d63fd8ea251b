package dev.fermata.internal.bridge;

import dev.fermata.AsyncBody;
import dev.fermata.CancelledError;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import dev.fermata.internal.core.BodyCoroutine;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.FrameCoroutine;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
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
  /** The instance that all loops share. */
  public static final StageBridge BRIDGE = new Stages();

  /** The class of the JDK's {@code CompletableFuture}s that refuse to be queried or joined. */
  private static final Class<?> MINIMAL = CompletableFuture.completedStage(null).getClass();

  /** An error that is wrapped more often is assumed to have a circle of causes. */
  private static final int MOST_WRAPPINGS = 1_000;

  private Stages() {}

  @Override
  public Object await(CompletionStage<?> stage, Context context) throws Throwable {
    if (isDone(stage)) {
      try {
        return valueOf(stage);
      } catch (Throwable error) {
        throw context.traced(error);
      }
    }
    TaskContext running = TaskContext.of(context);
    if (stage instanceof LoopView<?> view && view.isOf(running.current)) {
      throw awaitsItself(running.current);
    }
    return context.suspendOn(wrap(stage, running.engine));
  }

  /** The error of a body that awaits or returns its own future. */
  static IllegalStateException awaitsItself(Object what) {
    return new IllegalStateException("a task cannot await itself: " + what);
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

  /**
   * The original error without the wrapping that stages add. An error of a user's class that fails
   * to tell its cause or message counts as the original.
   */
  static Throwable unwrap(Throwable error) {
    try {
      Throwable cause = innermost(error);
      if (cause instanceof CancellationException) {
        CancelledError cancelled = new CancelledError(cause.getMessage());
        cancelled.initCause(cause);
        return cancelled;
      }
      return cause;
    } catch (Throwable broken) {
      return error;
    }
  }

  private static Throwable innermost(Throwable error) {
    Throwable wrapped = error;
    // Causes may form a circle.
    for (int i = 0; i < MOST_WRAPPINGS; i++) {
      boolean wraps =
          wrapped instanceof CompletionException || wrapped instanceof CancellationException;
      Throwable cause = wraps ? wrapped.getCause() : null;
      if (cause == null || !isWrapping(wrapped, cause)) {
        return wrapped;
      }
      wrapped = cause;
    }
    return error;
  }

  /** Later JDKs wrap a cancellation in another one, which names the method that reported it. */
  private static boolean isWrapping(Throwable error, Throwable cause) {
    return error instanceof CompletionException || cause instanceof CancellationException;
  }

  /** Cancels the future behind a stage, if there is one. */
  static void cancel(CompletionStage<?> stage) {
    CompletableFuture<?> future;
    try {
      future = stage.toCompletableFuture();
    } catch (UnsupportedOperationException noFuture) {
      return;
    }
    future.cancel(false);
  }

  /** Returns a future of {@code loop} that follows a stage. */
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

  /** Makes a loop start a coroutine. Called by any thread. */
  public static <T> CompletableFuture<T> submit(AsyncBody<T> body, LoopEngine engine) {
    LoopView<T> view = new LoopView<>(engine);
    Variables captured = engine.capturedVariables();
    // The body is called in the task, and sees that as the current one.
    new ViewRequest<>(view, () -> engine.createTaskIn(captured, new BodyCoroutine<>(body)))
        .post(engine);
    return view;
  }

  /** The coroutine that a view follows, once the loop has started it. */
  private static final class ViewRequest<T> extends Callback {
    private final LoopView<T> view;
    private final Supplier<Future<T>> future;

    ViewRequest(LoopView<T> view, Supplier<Future<T>> future) {
      this.view = view;
      this.future = future;
    }

    void post(LoopEngine engine) {
      engine.addFromAnywhere(this);
      if (engine.isClosed()) {
        // It may have come too late for the close to drop it.
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
