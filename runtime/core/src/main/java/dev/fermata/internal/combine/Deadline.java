package dev.fermata.internal.combine;

import dev.fermata.CancelledError;
import dev.fermata.Handle;
import dev.fermata.Task;
import dev.fermata.TimeoutScope;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.TaskContext;
import java.util.Locale;

/** The scope of a {@code withTimeout}: a deadline of the running task, which can be moved. */
final class Deadline implements TimeoutScope {
  /**
   * Internal design: ACTIVE → EXITED, or ACTIVE → EXPIRING when the deadline passes → EXPIRED at
   * the end of the body.
   */
  private enum State {
    ACTIVE,
    EXPIRING,
    EXPIRED,
    EXITED
  }

  private final LoopEngine engine;
  private final Task<?> task;

  /**
   * The requests to cancel the task that were made before this scope began. They do not concern it.
   */
  private final int cancelling;

  private State state = State.ACTIVE;
  private Long when;
  private Handle timer;

  /** When the scope began. */
  private final long begin;

  /** How long the scope may last, as a {@link CompactLimit}. */
  private int limit;

  /**
   * Begins a scope in the running task.
   *
   * @param when its deadline on the loop's clock; null: none
   * @throws IllegalStateException when no task runs
   */
  Deadline(Context context, Long when) {
    TaskContext running = TaskContext.of(context);
    engine = running.engine;
    task = limitedTask(running);
    cancelling = task.cancelling();
    begin = engine.now();
    arm(when);
  }

  /** The running task, to which a time limit can be set. */
  static Task<?> limitedTask(TaskContext running) {
    Task<?> task = running.current;
    if (task == null) {
      throw new IllegalStateException("Timeout should be used inside a task");
    }
    return task;
  }

  @Override
  public Long when() {
    return when;
  }

  @Override
  public boolean expired() {
    return state == State.EXPIRING || state == State.EXPIRED;
  }

  @Override
  public void reschedule(long nanos) {
    reschedule(Long.valueOf(nanos));
  }

  @Override
  public void reschedule(Long nanos) {
    engine.checkThread();
    if (state != State.ACTIVE) {
      String name = state == State.EXITED ? "finished" : state.name().toLowerCase(Locale.ROOT);
      throw new IllegalStateException("Cannot change state of " + name + " Timeout");
    }
    disarm();
    arm(nanos);
  }

  private void arm(Long nanos) {
    when = nanos;
    if (nanos != null) {
      limit = CompactLimit.between(begin, nanos);
      timer =
          nanos <= engine.now()
              ? engine.callSoon(this::expire)
              : engine.callAt(nanos, this::expire);
    }
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void expire() {
    task.cancel();
    state = State.EXPIRING;
    timer = null;
  }

  /**
   * Ends the scope.
   *
   * @param error what leaves the body; null: it returned
   * @return what leaves the scope in its place
   */
  Throwable leave(Throwable error) {
    disarm();
    if (state == State.ACTIVE) {
      state = State.EXITED;
      return error;
    }
    state = State.EXPIRED;
    return expired(task, cancelling, limit, error);
  }

  /**
   * Withdraws the request to cancel that a time limit has made.
   *
   * @param cancelling the requests that were there before
   * @param limit the limit, as a {@link CompactLimit}
   * @param error what leaves the limited code; may be null
   * @return what leaves the limit in its place
   */
  static Throwable expired(Task<?> task, int cancelling, int limit, Throwable error) {
    // If there are more requests than before, someone else wants the task cancelled. That has
    // priority.
    boolean ours = task.uncancel() <= cancelling;
    return ours && error instanceof CancelledError cancellation
        ? CompactLimit.exception(limit, cancellation)
        : error;
  }

  @Override
  public String toString() {
    return "TimeoutScope[" + state.name().toLowerCase(Locale.ROOT) + ", when=" + when + "]";
  }
}
