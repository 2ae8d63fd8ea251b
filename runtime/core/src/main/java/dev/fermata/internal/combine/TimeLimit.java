package dev.fermata.internal.combine;

import dev.fermata.Awaitable;
import dev.fermata.Task;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Dispatcher;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LabelledFrame;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.core.Timer;
import java.time.Duration;

/**
 * The activation of a {@code waitFor}, which awaits one object in the running task, and also its
 * timer. So a time limit that is met costs one object of 32 bytes.
 *
 * <p>A cancelled timer may stay in the loop for a long time. Therefore this object holds nothing
 * after its end.
 */
final class TimeLimit extends LabelledFrame implements Timer {
  static final String PUBLIC_NAME = "waitFor";

  private static final Dispatcher DISPATCHER =
      (frame, context) -> ((TimeLimit) frame).resume(context);

  // The states of this frame.
  private static final int UNLIMITED = 0;
  private static final int ARMED = 1;
  private static final int EXPIRED = 2;

  /** The bits of the state that hold one of these; the other bits hold a {@link CompactLimit}. */
  private static final int PHASE = 3;

  /** The requests to cancel the task that were there before. */
  private final int cancelling;

  /**
   * Begins a limit in the running task.
   *
   * @param limit a positive duration from now; null: no limit
   * @throws IllegalStateException when no task runs
   */
  TimeLimit(Context context, Duration limit) {
    super(DISPATCHER);
    TaskContext running = TaskContext.of(context);
    Task<?> task = Deadline.limitedTask(running);
    r0 = task;
    cancelling = task.cancelling();
    if (limit == null) {
      state = UNLIMITED;
    } else {
      state = (CompactLimit.of(limit) << 2) | ARMED;
      LoopEngine engine = running.engine;
      engine.addTimer(engine.deadline(LoopEngine.nanos(limit)), this);
    }
  }

  /** Awaits {@code awaitable} within this limit; called once. */
  Object await(Awaitable<?> awaitable, Context context) throws Throwable {
    Object value = null;
    Throwable error = null;
    try {
      value = Awaited.await(awaitable, context);
    } catch (Throwable t) {
      error = context.abandon(t);
    }
    return end(value, error, context);
  }

  private Object resume(Context context) throws Throwable {
    Object value = null;
    Throwable error = null;
    try {
      value = context.result();
    } catch (Throwable t) {
      error = t;
    }
    return end(value, error, context);
  }

  private Object end(Object value, Throwable error, Context context) throws Throwable {
    if (context.suspended) {
      context.push(this);
      return null;
    }
    Throwable leaving = leave(error);
    if (leaving != null) {
      throw leaving;
    }
    return value;
  }

  private Throwable leave(Throwable error) {
    Task<?> task = (Task<?>) r0;
    clear();
    if (phase() == ARMED) {
      Futures.engine(task).noteTimerCancelled();
    }
    return phase() == EXPIRED ? Deadline.expired(task, cancelling, state >>> 2, error) : error;
  }

  private int phase() {
    return state & PHASE;
  }

  /** Whether the awaited object has ended. */
  @Override
  public boolean isOver() {
    return r0 == null;
  }

  /** The time has come: cancels the task, unless this is over. */
  @Override
  public void fire() {
    if (!isOver()) {
      state = (state & ~PHASE) | EXPIRED;
      ((Task<?>) r0).cancel();
    }
  }

  @Override
  protected String label() {
    return PUBLIC_NAME;
  }

  @Override
  public void clear() {
    r0 = null;
    detach();
  }

  @Override
  public String toString() {
    return PUBLIC_NAME;
  }
}
