package dev.fermata;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import java.util.concurrent.CompletionStage;

/** The context of a loop, which all its tasks share; between two steps it holds nothing. */
final class TaskContext extends Context {
  final EventLoop loop;

  /** The task that runs; null in a plain callback. */
  Task<?> current;

  /** The context variables that the running code sees. */
  Variables variables;

  TaskContext(EventLoop loop) {
    this.loop = loop;
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
  static TaskContext of(Context context) {
    if (context instanceof TaskContext own) {
      return own;
    }
    throw Untransformed.noneRunning();
  }

  /** A cancellation is no failure to be explained, and too frequent for the cost of a trace. */
  @Override
  protected boolean isTraced(Throwable error) {
    return !(error instanceof CancelledError);
  }

  @Override
  protected Object awaitOther(Object awaitable) throws Throwable {
    if (awaitable instanceof Awaitable<?> users) {
      return Awaited.await(users.toCoroutine(), this);
    }
    return Stages.await((CompletionStage<?>) awaitable, this);
  }

  /** {@link #resume}, for the tasks. */
  Object proceed(Frame innermost, Object value, Throwable error) throws Throwable {
    return resume(innermost, value, error);
  }

  /**
   * As long as a task only yields and has the loop for itself, it goes through the following turns
   * in one step, which spares it the way through the queue.
   */
  @Override
  protected boolean takesNextTurn() {
    LoopEngine engine = loop.engine;
    if (!engine.passIsOver() || !current.isPlain()) {
      return false;
    }
    engine.beginPass();
    return true;
  }

  /** What the suspension under way waits for; null for the task's next turn. */
  Object waitsFor() {
    return awaited();
  }

  /** Ends the suspension under way and gives its innermost frame; null of a leaf without one. */
  Frame takeFrames() {
    Frame frame = innermost();
    endSuspension();
    return frame;
  }
}
