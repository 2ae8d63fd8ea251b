package dev.fermata;

import dev.fermata.continuation.Context;
import java.util.Locale;

/**
 * The part of a task that a {@code withTimeout} limits, from its beginning to its end. asyncio's
 * {@code Timeout}.
 *
 * <p>When the deadline passes, the task is cancelled at the point where it waits; a {@link
 * CancelledError} that then leaves the scope becomes a {@link TimeoutException}. A scope belongs to
 * the thread of the task's event loop, but may be asked from any.
 */
public final class TimeoutScope {
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

  private final EventLoop loop;
  private final Task<?> task;

  /**
   * The requests to cancel the task that were there before, and are none of this scope's business.
   */
  private final int cancelling;

  private State state = State.ACTIVE;
  private Long when;
  private Handle timer;

  /**
   * Begins a scope in the running task.
   *
   * @param when its deadline on the loop's clock; null: none
   * @throws IllegalStateException when no task runs
   */
  TimeoutScope(Context context, Long when) {
    TaskContext running = TaskContext.of(context);
    loop = running.loop;
    task = limitedTask(running);
    cancelling = task.cancelling();
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

  /**
   * The deadline; may be called from any thread. asyncio's {@code Timeout.when}.
   *
   * @return nanoseconds on the clock of {@link EventLoop#time}; null when there is none
   */
  public Long when() {
    return when;
  }

  /**
   * Whether the deadline has passed while the body ran; may be called from any thread. asyncio's
   * {@code Timeout.expired}.
   *
   * @return true from then on
   */
  public boolean expired() {
    return state == State.EXPIRING || state == State.EXPIRED;
  }

  /**
   * Moves the deadline. asyncio's {@code Timeout.reschedule}.
   *
   * @param nanos the new one, on the clock of {@link EventLoop#time}; when it is past, the task is
   *     cancelled in the loop's next pass
   * @throws IllegalStateException when the deadline has passed already, or the body has ended
   */
  public void reschedule(long nanos) {
    reschedule(Long.valueOf(nanos));
  }

  /**
   * Moves or removes the deadline. asyncio's {@code Timeout.reschedule}.
   *
   * @param nanos as in {@link #reschedule(long)}; null: no deadline any more
   * @throws IllegalStateException when the deadline has passed already, or the body has ended
   */
  public void reschedule(Long nanos) {
    loop.checkThread();
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
      timer = nanos <= loop.time() ? loop.callSoon(this::expire) : loop.callAt(nanos, this::expire);
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
    return expired(task, cancelling, error);
  }

  /**
   * Takes the request to cancel back that a time limit has made.
   *
   * @param cancelling the requests that were there before
   * @param error what leaves the limited code; may be null
   * @return what leaves the limit in its place
   */
  static Throwable expired(Task<?> task, int cancelling, Throwable error) {
    // With more requests than before, someone else wants the task cancelled: that has priority.
    boolean ours = task.uncancel() <= cancelling;
    return ours && error instanceof CancelledError ? timeoutException(error) : error;
  }

  /** The exception that tells the outside of a cancellation which a timeout caused. */
  static TimeoutException timeoutException(Throwable cancellation) {
    TimeoutException exception = new TimeoutException();
    exception.initCause(cancellation);
    return exception;
  }

  @Override
  public String toString() {
    return "TimeoutScope[" + state.name().toLowerCase(Locale.ROOT) + ", when=" + when + "]";
  }

  /**
   * What runs in a scope. In asyncio, the block of {@code async with}.
   *
   * @param <T> the type of its value
   */
  @FunctionalInterface
  public interface Body<T> {
    /**
     * Begins the body; called in the scope. In asyncio, entering the block of {@code async with}.
     *
     * @param scope the scope, to look at or move its deadline
     * @return the coroutine that carries the body out, not null
     * @throws Exception what the body throws
     */
    Coroutine<T> start(TimeoutScope scope) throws Exception;
  }
}
