package dev.fermata.internal.bridge;

import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Variables;
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
public final class DetachedContext extends Context {
  private static final boolean HAS_ELEMENTS = LoopEngine.hasElementsOutside();

  private final Outcome future = new Outcome(this);

  /** The innermost frame, which is to be entered; after the end the value, or the error. */
  private Object at;

  /**
   * The {@link Wake} that can be cancelled, while the body waits; guarded by this. After the end,
   * the activation that follows in {@link Endings}.
   */
  private Object waiting;

  /** A cancellation that came while nothing was awaited; guarded by this. */
  private boolean cancelNext;

  /** Whether the body has ended with an error. */
  private boolean failed;

  /** The context variables as the body last saw them; not used while {@link #isWithoutContext}. */
  private Variables variables;

  public DetachedContext(Frame frame) {
    this.at = frame;
    if (!isWithoutContext()) {
      variables = LoopEngine.capturedOutside();
    }
  }

  /**
   * Whether there are neither context variables nor elements, and so nothing has to be switched.
   */
  private static boolean isWithoutContext() {
    return !Variables.everSet && !HAS_ELEMENTS;
  }

  /** Makes the body's context that of the thread, and gives the one that was there. */
  private Variables enterContext() {
    if (isWithoutContext()) {
      return null;
    }
    Variables outer = LoopEngine.currentVariables();
    LoopEngine.setCurrentVariables(variables);
    Variables.enter(variables);
    return outer;
  }

  /** Gives the thread its context back. */
  private void leaveContext(Variables outer) {
    if (!isWithoutContext()) {
      variables = LoopEngine.currentVariables();
      Variables.leave(variables);
      LoopEngine.setCurrentVariables(outer);
    }
  }

  /** Runs the body as far as it goes. */
  public CompletableFuture<?> start() {
    Object value;
    Variables outer = enterContext();
    try {
      Frame frame = (Frame) at;
      // Not by begin(): a recursion of such methods needs more stack for each method in between.
      value = frame.dispatcher().resume(frame, this);
    } catch (Throwable error) {
      leaveContext(outer);
      future.fail(error);
      return future;
    }
    leaveContext(outer);
    if (goOn(value)) {
      // Nobody knows of the future yet, so this runs nothing.
      complete();
    }
    return future;
  }

  /**
   * Goes on when the body has returned {@code returned}, or is suspended.
   *
   * @return whether the body has ended; else it waits, and another thread may already run it
   */
  private boolean goOn(Object returned) {
    Object value = returned;
    while (suspended) {
      Object what = awaited();
      at = innermost();
      endSuspension();
      Object arrived = null;
      Throwable error = null;
      try {
        Wake wake = new Wake(what);
        if (!wake.arrivesAtOnce()) {
          return false;
        }
        arrived = wake.value();
        error = wake.error();
      } catch (Throwable broken) {
        error = broken;
      }
      try {
        value = resumeBody(arrived, error);
      } catch (Throwable thrown) {
        end(thrown, true);
        return true;
      }
    }
    end(boxed(value), false);
    return true;
  }

  /**
   * Takes the body up again with what it waited for.
   *
   * @return as {@link #goOn}
   */
  private boolean goOn(Object arrived, Throwable error) {
    Object value;
    try {
      value = resumeBody(arrived, error);
    } catch (Throwable thrown) {
      end(thrown, true);
      return true;
    }
    return goOn(value);
  }

  private Object resumeBody(Object arrived, Throwable error) throws Throwable {
    Variables outer = enterContext();
    try {
      return resume((Frame) at, arrived, error);
    } finally {
      // Before anything is registered: another thread may resume the body then.
      leaveContext(outer);
    }
  }

  /** Records the outcome of the body, which nobody sees before {@link #complete}. */
  private void end(Object outcome, boolean failure) {
    at = outcome;
    failed = failure;
  }

  // ---------------------------------------------------------------- after the end

  /** Completes the future with the body's outcome; a second call has no effect. */
  void complete() {
    try {
      if (failed) {
        future.fail((Throwable) at);
      } else {
        future.complete(at);
      }
    } catch (Throwable broken) {
      Dependants.goOn(future, broken);
    }
  }

  /** Whether {@code stage} is the future of this. */
  boolean isOf(Object stage) {
    return stage == future;
  }

  /** The one that follows in the queue; null where there is none. */
  DetachedContext follower() {
    return (DetachedContext) waiting;
  }

  /** Sets what follows in the queue; null when this has left it. */
  void setFollower(DetachedContext follower) {
    waiting = follower;
  }

  // ---------------------------------------------------------------- as a context

  @Override
  protected String runningTask() {
    return null;
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
    if (Stages.isDone(stage)) {
      try {
        return Stages.valueOf(stage);
      } catch (Throwable error) {
        throw traced(error);
      }
    }
    if (stage == future) {
      throw Stages.awaitsItself(stage);
    }
    return suspendOn(stage);
  }

  // ---------------------------------------------------------------- cancelling

  /** Has a request to cancel reach what the body awaits now, or else what it awaits next. */
  void cancel(CancelRelay relay) {
    synchronized (this) {
      if (waiting instanceof Wake wake) {
        relay.add(wake);
      } else {
        cancelNext = true;
      }
    }
  }

  /**
   * Notes that something is awaited.
   *
   * @return whether it is to be cancelled at once
   */
  private synchronized boolean beginWait(Wake wake) {
    boolean cancels = cancelNext;
    cancelNext = false;
    waiting = wake;
    return cancels;
  }

  /**
   * Notes the end of a wait.
   *
   * @return false when it has ended before: a stage may break its contract and tell its outcome
   *     twice, and an error may come in its place
   */
  private synchronized boolean endWait(Wake wake) {
    if (waiting != wake) {
      return false;
    }
    waiting = null;
    return true;
  }

  /** One wait, to which the stage tells its outcome. */
  private final class Wake implements BiConsumer<Object, Throwable>, CancelRelay.Hop {
    private final Object stage;

    /** The value, or the error, that came inside of {@link #arrivesAtOnce}. */
    private Object outcome;

    /** The outcome came inside of {@link #arrivesAtOnce}, so that no recursion is needed. */
    private boolean arrived;

    private boolean isError;

    /**
     * Non-null while {@link #arrivesAtOnce} runs; other threads see it or null, never themselves.
     */
    private Thread waiter;

    Wake(Object stage) {
      this.stage = stage;
    }

    /**
     * Begins to wait.
     *
     * @return whether the outcome is there already; else another thread may already run the body
     * @throws Throwable what the stage has thrown in place of taking note of this
     */
    boolean arrivesAtOnce() throws Throwable {
      if (!(stage instanceof CompletionStage<?> awaited)) {
        throw new IllegalStateException(
            "outside of an event loop only a CompletionStage can be waited for, not " + stage);
      }
      waiter = Thread.currentThread();
      if (beginWait(this)) {
        CancelRelay.cancel(DetachedContext.this);
      }
      try {
        awaited.whenComplete(this);
      } catch (Throwable broken) {
        if (endWait(this)) {
          throw broken;
        }
      }
      waiter = null;
      return arrived;
    }

    Object value() {
      return isError ? null : outcome;
    }

    Throwable error() {
      return isError ? (Throwable) outcome : null;
    }

    @Override
    public void accept(Object result, Throwable failure) {
      if (endWait(this)) {
        arrive(result, failure == null ? null : Stages.unwrap(failure));
      }
    }

    private void arrive(Object value, Throwable error) {
      if (waiter != Thread.currentThread()) {
        goOnHere(value, error);
        return;
      }
      isError = error != null;
      outcome = isError ? error : value;
      arrived = true;
    }

    /** Resumes the body in this thread, and completes what waits for its end. */
    private void goOnHere(Object value, Throwable error) {
      Object[] place = PerThread.place();
      Object endings = place[PerThread.ENDINGS];
      Object relay = place[PerThread.RELAY];
      boolean ended;
      try {
        // What the body completes or cancels is not part of what is under way.
        place[PerThread.ENDINGS] = null;
        place[PerThread.RELAY] = null;
        ended = goOn(value, error);
      } catch (Throwable noRoom) {
        end(noRoom, true);
        ended = true;
      } finally {
        place[PerThread.ENDINGS] = endings;
        place[PerThread.RELAY] = relay;
      }
      if (ended) {
        Endings.add(DetachedContext.this, place, stage);
      }
    }

    // ---------------------------------------------------------------- as part of a cancellation

    @Override
    public void passOn(CancelRelay relay) {
      if (!(stage instanceof BodyFuture<?> body && body.cancelBody(relay))) {
        relay.act(this::cancelStage);
      }
    }

    private void cancelStage() {
      try {
        Stages.cancel((CompletionStage<?>) stage);
      } catch (Throwable broken) {
        breakOff(broken);
      }
    }

    @Override
    public void breakOff(CancelRelay relay) {
      relay.act(() -> breakOff(new CancelledError(relay.message())));
    }

    private void breakOff(Throwable error) {
      if (endWait(this)) {
        arrive(null, error);
      }
    }
  }
}
