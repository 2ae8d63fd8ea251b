package dev.fermata.internal.core;

import dev.fermata.Awaitable;
import dev.fermata.Task;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import java.util.concurrent.CompletionStage;

/** The context of a loop, which all its tasks share. Between two steps it holds nothing. */
public final class TaskContext extends Context {
  public final LoopEngine engine;

  /** The running task; null in a plain callback. */
  public Task<?> current;

  /** The context variables that the running code sees. */
  public Variables variables;

  public TaskContext(LoopEngine engine) {
    this.engine = engine;
  }

  /** Begins a callback, which sees these variables. */
  void beginCallback(Variables own) {
    variables = own;
    Variables.enter(own);
  }

  /** Ends a callback. */
  void endCallback() {
    Variables own = variables;
    variables = null;
    Variables.leave(own);
  }

  /**
   * Makes a task (or none) the running one again, after another task has made a step inside of it.
   */
  void returnTo(Task<?> outer) {
    // A branch of its own, because a store of null needs no barrier.
    if (outer == null) {
      current = null;
    } else {
      current = outer;
    }
  }

  /**
   * Casts the context to that of a loop, for awaits that need one.
   *
   * @throws IllegalStateException when the code runs outside of a loop
   */
  public static TaskContext of(Context context) {
    if (context instanceof TaskContext own) {
      return own;
    }
    throw Untransformed.noneRunning();
  }

  @Override
  protected String runningTask() {
    return current == null ? null : current.getName();
  }

  @Override
  protected Object awaitOther(Object awaitable) throws Throwable {
    if (awaitable instanceof Awaitable<?> users) {
      return Awaited.await(users.toCoroutine(), this);
    }
    return engine.stages.await((CompletionStage<?>) awaitable, this);
  }

  /** {@link #resume}, for the tasks. */
  public Object proceed(Frame innermost, Object value, Throwable error) throws Throwable {
    return resume(innermost, value, error);
  }

  /**
   * As long as a task only yields and nothing else is ready, it takes its next turns in the same
   * step. This saves the way through the queue.
   */
  @Override
  protected boolean takesNextTurn() {
    if (!engine.passIsOver() || !current.isPlain()) {
      return false;
    }
    engine.beginPass();
    return true;
  }

  /** What the current suspension waits for; null for the task's next turn. */
  public Object waitsFor() {
    return awaited();
  }

  /** Ends the current suspension and returns its innermost frame; null for a leaf without one. */
  public Frame takeFrames() {
    Frame frame = innermost();
    endSuspension();
    return frame;
  }
}
