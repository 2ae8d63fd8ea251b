package dev.fermata.sync;

import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import java.util.Locale;

/**
 * A point that a fixed number of tasks must all reach before any of them goes on. Then it can be
 * used again.
 *
 * <p>It is used on the thread of one event loop only, the one where a task first had to wait at it;
 * waiting in another one is an {@link IllegalStateException}.
 *
 * <p>asyncio: {@code asyncio.Barrier}.
 */
public final class AsyncBarrier {
  /**
   * Internal design: FILLING → DRAINING or RESETTING → FILLING, when the last task has left; BROKEN
   * until a reset.
   */
  private enum State {
    FILLING,
    DRAINING,
    RESETTING,
    BROKEN
  }

  private final AsyncCondition changed = new AsyncCondition();
  private final int parties;
  private State state = State.FILLING;
  private int inside;

  /**
   * Makes a barrier.
   *
   * @param parties how many tasks it lets go on together
   * @throws IllegalArgumentException when that is less than one
   */
  public AsyncBarrier(int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException("parties must be >= 1");
    }
    this.parties = parties;
  }

  /**
   * Returns how many tasks it lets go on together.
   *
   * <p>asyncio: {@code Barrier.parties}.
   *
   * @return the number that it was made with
   */
  public int parties() {
    return parties;
  }

  /**
   * Returns how many tasks now wait for the others.
   *
   * <p>asyncio: {@code Barrier.n_waiting}.
   *
   * @return less than {@link #parties}; 0 when it is broken
   */
  public int waiting() {
    return state == State.FILLING ? inside : 0;
  }

  /**
   * Returns whether it has been aborted.
   *
   * <p>asyncio: {@code Barrier.broken}.
   *
   * @return true from {@link #abort} to {@link #reset}
   */
  public boolean isBroken() {
    return state == State.BROKEN;
  }

  /**
   * Waits until {@link #parties} tasks have arrived.
   *
   * <p>asyncio: {@code Barrier.wait}.
   *
   * @return a coroutine that gives the index of this arrival, from 0 to {@code parties - 1}. It
   *     throws {@link BrokenBarrierException} when the barrier is or becomes aborted, or is reset
   *     meanwhile, and {@link CancelledError} when its task is cancelled, which takes this arrival
   *     back
   */
  public Coroutine<Integer> arrive() {
    return new Arrive(this);
  }

  /**
   * Resets the barrier to its first state. Tasks that wait at it get a {@link
   * BrokenBarrierException}. When its task is cancelled before that, nothing changes.
   *
   * <p>asyncio: {@code Barrier.reset}.
   *
   * @return a coroutine that does it
   */
  public Coroutine<Void> reset() {
    return new Change(this, State.RESETTING);
  }

  /**
   * Breaks the barrier: tasks that wait at it, and all that arrive later, get a {@link
   * BrokenBarrierException}, until {@link #reset}. When its task is cancelled before that, nothing
   * changes.
   *
   * <p>asyncio: {@code Barrier.abort}.
   *
   * @return a coroutine that does it
   */
  public Coroutine<Void> abort() {
    return new Change(this, State.BROKEN);
  }

  private boolean isEmptying() {
    return state == State.DRAINING || state == State.RESETTING;
  }

  private void leave() {
    inside--;
    if (inside == 0) {
      if (isEmptying()) {
        state = State.FILLING;
      }
      changed.signalAll();
    }
  }

  private void change(State wanted) {
    state = wanted == State.RESETTING && inside == 0 ? State.FILLING : wanted;
    changed.signalAll();
  }

  @Override
  public String toString() {
    String waiters = isBroken() ? "" : ", waiters:" + waiting() + "/" + parties;
    return "AsyncBarrier[" + state.name().toLowerCase(Locale.ROOT) + waiters + "]";
  }

  /** One call of {@link AsyncBarrier#arrive}. */
  private static final class Arrive extends StateMachineCoroutine<Integer> {
    private static final int LOCKED = 1;
    private static final int EMPTIED = 2;
    private static final int FILLED = 3;

    private final AsyncBarrier barrier;
    private int index;

    Arrive(AsyncBarrier barrier) {
      this.barrier = barrier;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      if (point > LOCKED) {
        return holdingLock(point, context);
      }
      outcome(point == START, point == START ? barrier.changed.acquire() : null, context);
      return context.suspended ? suspendAt(LOCKED, context) : holdingLock(START, context);
    }

    /**
     * The part that holds the lock or waits on the condition, from one of its points on. It frees
     * the lock at its end.
     */
    private Object holdingLock(int point, Context context) throws Throwable {
      try {
        return point == FILLED ? filled(true, context) : enter(point, context);
      } finally {
        if (!context.suspended) {
          barrier.changed.release();
        }
      }
    }

    private Object enter(int point, Context context) throws Throwable {
      boolean begin = point == START;
      outcome(
          begin, begin ? barrier.changed.waitUntil(() -> !barrier.isEmptying()) : null, context);
      if (context.suspended) {
        return suspendAt(EMPTIED, context);
      }
      if (barrier.isBroken()) {
        throw new BrokenBarrierException("Barrier aborted");
      }
      index = barrier.inside++;
      return filled(false, context);
    }

    /** From the arrival on. The task leaves in any case. */
    private Object filled(boolean waited, Context context) throws Throwable {
      try {
        if (waited) {
          context.result();
        } else if (index + 1 == barrier.parties) {
          barrier.change(State.DRAINING);
          return index;
        } else {
          Awaited.await(barrier.changed.waitUntil(() -> barrier.state != State.FILLING), context);
          if (context.suspended) {
            return suspendAt(FILLED, context);
          }
        }
        if (barrier.isBroken() || barrier.state == State.RESETTING) {
          throw new BrokenBarrierException("Abort or reset of barrier");
        }
        return index;
      } finally {
        if (!context.suspended) {
          barrier.leave();
        }
      }
    }
  }

  /** One call of {@link AsyncBarrier#reset} or {@link AsyncBarrier#abort}. */
  private static final class Change extends StateMachineCoroutine<Void> {
    private static final int LOCKED = 1;

    private final AsyncBarrier barrier;
    private final State wanted;

    Change(AsyncBarrier barrier, State wanted) {
      this.barrier = barrier;
      this.wanted = wanted;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      boolean begin = point == START;
      outcome(begin, begin ? barrier.changed.acquire() : null, context);
      if (context.suspended) {
        return suspendAt(LOCKED, context);
      }
      barrier.change(wanted);
      barrier.changed.release();
      return null;
    }
  }
}
