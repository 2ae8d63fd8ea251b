package dev.fermata.internal.bridge;

import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * The run of an asynchronous method that was called outside of any loop and gives a {@code
 * CompletableFuture}: it goes on in whatever thread completes the stage that it awaits.
 *
 * <p>It is run by one thread at a time: a suspended activation is registered with exactly one
 * stage, and what that stage's completion sees happened before the registration.
 */
public final class Activation extends Context {
  private final Outcome future = new Outcome(this);
  private Frame frame;

  /** What is awaited now, while it can be cancelled; guarded by this. */
  private CompletionStage<?> cancellable;

  /** A cancellation that came while nothing was awaited; guarded by this. */
  private boolean cancelNext;

  public Activation(Frame frame) {
    this.frame = frame;
  }

  /** Runs the body as far as it goes. */
  public CompletableFuture<?> start() {
    Object value;
    try {
      // Not by begin(): a recursion of such methods needs more stack for each method in between.
      value = frame.dispatcher().resume(frame, this);
    } catch (Throwable error) {
      future.fail(error);
      return future;
    }
    goOn(value);
    return future;
  }

  /** The body has returned {@code value}, or is suspended. */
  private void goOn(Object value) {
    Object returned = value;
    while (suspended) {
      Object what = awaited();
      frame = innermost();
      endSuspension();
      Wake wake = new Wake();
      wake.await(what);
      if (!wake.arrived) {
        return;
      }
      try {
        returned = resume(frame, wake.value, wake.error);
      } catch (Throwable error) {
        future.fail(error);
        return;
      }
    }
    future.complete(boxed(returned));
  }

  /** A cancellation is no failure to be explained, and too frequent for the cost of a trace. */
  @Override
  protected boolean isTraced(Throwable error) {
    return !(error instanceof CancelledError);
  }

  /** There are no turns outside of a loop. */
  @Override
  protected boolean takesNextTurn() {
    return false;
  }

  @Override
  protected Object awaitOther(Object awaitable) throws Throwable {
    if (awaitable instanceof Awaitable<?> users) {
      return Awaited.await(users.toCoroutine(), this);
    }
    CompletionStage<?> stage = (CompletionStage<?>) awaitable;
    return Stages.isDone(stage) ? Stages.valueOf(stage) : suspendOn(stage);
  }

  /** Cancels what the body awaits now, or else what it awaits next. */
  private void cancel() {
    CompletionStage<?> stage;
    synchronized (this) {
      stage = cancellable;
      cancellable = null;
      cancelNext = stage == null;
    }
    if (stage != null) {
      Stages.cancel(stage);
    }
  }

  /**
   * Notes that a stage is awaited.
   *
   * @return whether it is to be cancelled at once
   */
  private synchronized boolean beginWait(CompletionStage<?> stage) {
    boolean cancels = cancelNext;
    cancelNext = false;
    cancellable = cancels ? null : stage;
    return cancels;
  }

  private synchronized void endWait() {
    cancellable = null;
  }

  /** The end of one wait. */
  private final class Wake implements BiConsumer<Object, Throwable> {
    private Object value;
    private Throwable error;

    /** The outcome came inside of {@link #await}, which then goes on without recursion. */
    private boolean arrived;

    /** Non-null while {@link #await} runs; other threads see it or null, never themselves. */
    private Thread waiter;

    void await(Object what) {
      if (!(what instanceof CompletionStage<?> stage)) {
        error =
            new IllegalStateException(
                "outside of an event loop only a CompletionStage can be waited for, not " + what);
        arrived = true;
        return;
      }
      waiter = Thread.currentThread();
      if (beginWait(stage)) {
        Stages.cancel(stage);
      }
      stage.whenComplete(this);
      waiter = null;
    }

    @Override
    public void accept(Object result, Throwable failure) {
      endWait();
      value = result;
      error = failure == null ? null : Stages.unwrap(failure);
      if (waiter == Thread.currentThread()) {
        arrived = true;
        return;
      }
      Object returned;
      try {
        returned = resume(frame, value, error);
      } catch (Throwable thrown) {
        future.fail(thrown);
        return;
      }
      goOn(returned);
    }
  }

  /** What the caller gets. */
  private static final class Outcome extends CompletableFuture<Object> {
    private final Activation activation;

    Outcome(Activation activation) {
      this.activation = activation;
    }

    void fail(Throwable error) {
      if (error instanceof CancelledError) {
        super.cancel(false);
      } else {
        completeExceptionally(error);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancels = !isDone();
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancels && cancelled) {
        activation.cancel();
      }
      return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }
  }
}
