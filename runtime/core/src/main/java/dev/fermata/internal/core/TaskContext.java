package dev.fermata.internal.core;

import dev.fermata.Awaitable;
import dev.fermata.Task;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import java.util.concurrent.CompletionStage;

/** The context of a loop, which all its tasks share; between two steps it holds nothing. */
public final class TaskContext extends Context {
  public final LoopEngine engine;

  /** The task that runs; null in a plain callback. */
  public Task<?> current;

  /** The context variables that the running code sees. */
  public Variables variables;

  public TaskContext(LoopEngine engine) {
    this.engine = engine;
  }

  /** A callback begins, which is to see these variables. */
  void beginCallback(Variables own) {
    variables = own;
    Variables.enter(own);
  }

  /** A callback has ended. */
  void endCallback() {
    Variables own = variables;
    variables = null;
    Variables.leave(own);
  }

  /** Makes a task the running one again, or none, after the step of another one inside of it. */
  void returnTo(Task<?> outer) {
    // Apart, because a store of null needs no barrier.
    if (outer == null) {
      current = null;
    } else {
      current = outer;
    }
  }

  /**
   * The context as that of a loop, for awaits that need one.
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
   * As long as a task only yields and has the loop for itself, it goes through the following turns
   * in one step, which spares it the way through the queue.
   */
  @Override
  protected boolean takesNextTurn() {
    if (!engine.passIsOver() || !current.isPlain()) {
      return false;
    }
    engine.beginPass();
    return true;
  }

  /** What the suspension under way waits for; null for the task's next turn. */
  public Object waitsFor() {
    return awaited();
  }

  /** Ends the suspension under way and gives its innermost frame; null of a leaf without one. */
  public Frame takeFrames() {
    Frame frame = innermost();
    endSuspension();
    return frame;
  }
}
