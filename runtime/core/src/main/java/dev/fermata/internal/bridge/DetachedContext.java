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
 * The run of an asynchronous method that was called outside of any loop and returns a {@code
 * CompletableFuture}. It goes on in the thread that completes the stage that it awaits.
 *
 * <p>One thread at a time runs it: a suspended activation is registered with exactly one stage, and
 * all that happened before the registration is visible when that stage completes.
 */
public final class DetachedContext extends Context {
  private static final boolean HAS_ELEMENTS = LoopEngine.hasElementsOutside();

  private final Outcome future = new Outcome(this);

  /** The innermost frame, which is entered next. After the end: the value or the error. */
  private Object at;

  /**
   * While the body waits: the {@link Wake} that can be cancelled; guarded by this. After the end:
   * the activation that follows in {@link Endings}.
   */
  private Object waiting;

  /** A cancellation that came when nothing was awaited; guarded by this. */
  private boolean cancelNext;

  /** Whether the body has ended with an error. */
  private boolean failed;

  /** The context variables as the body last saw them. Not used while {@link #isWithoutContext}. */
  private Variables variables;

  public DetachedContext(Frame frame) {
    this.at = frame;
    if (!isWithoutContext()) {
      variables = LoopEngine.capturedOutside();
    }
  }

  /**
   * Whether there are neither context variables nor context elements, so that nothing needs to be
   * switched.
   */
  private static boolean isWithoutContext() {
    return !Variables.everSet && !HAS_ELEMENTS;
  }

  /** Makes the body's context that of the thread, and returns the former one. */
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
      // Does not call begin(), because each method in between costs stack in a recursion of such
      // methods.
      value = frame.dispatcher().resume(frame, this);
    } catch (Throwable error) {
      leaveContext(outer);
      future.fail(error);
      return future;
    }
    leaveContext(outer);
    if (goOn(value)) {
      // Nobody has the future yet, so this runs nothing.
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
   * Resumes the body with the outcome that it waited for.
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
      // This must come before the registration, because then another thread may resume the body.
      leaveContext(outer);
    }
  }

  /** Records the outcome of the body. Nobody sees it before {@link #complete}. */
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

  /** The activation that follows in the queue; null when there is none. */
  DetachedContext follower() {
    return (DetachedContext) waiting;
  }

  /** Sets the activation that follows in the queue; null when this has left the queue. */
  void setFollower(DetachedContext follower) {
    waiting = follower;
  }

  // ---------------------------------------------------------------- as a context

  @Override
  protected String runningTask() {
    return null;
  }

  /** Outside of a loop there are no turns. */
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

  /** Passes a request to cancel on to what the body awaits now, or else to what it awaits next. */
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
   * @return false when it had ended already: a stage may break its contract and report its outcome
   *     twice, or throw as well
   */
  private synchronized boolean endWait(Wake wake) {
    if (waiting != wake) {
      return false;
    }
    waiting = null;
    return true;
  }

  /** One wait, which gets the outcome of the stage. */
  private final class Wake implements BiConsumer<Object, Throwable>, CancelRelay.Hop {
    private final Object stage;

    /** The value or the error that came inside of {@link #arrivesAtOnce}. */
    private Object outcome;

    /**
     * Whether the outcome came inside of {@link #arrivesAtOnce}, so that no recursion is needed.
     */
    private boolean arrived;

    private boolean isError;

    /**
     * The thread that runs {@link #arrivesAtOnce}, meanwhile. Other threads see that thread or
     * null, never themselves.
     */
    private Thread waiter;

    Wake(Object stage) {
      this.stage = stage;
    }

    /**
     * Begins to wait.
     *
     * @return whether the outcome is there already; else another thread may already run the body
     * @throws Throwable what the stage has thrown instead of accepting the registration
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

    /** Resumes the body in this thread, and completes its future if it ends. */
    private void goOnHere(Object value, Throwable error) {
      Object[] place = PerThread.place();
      Object endings = place[PerThread.ENDINGS];
      Object relay = place[PerThread.RELAY];
      boolean ended;
      try {
        // What the body completes or cancels is not part of the work under way in this thread.
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
