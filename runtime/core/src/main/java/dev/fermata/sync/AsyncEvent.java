package dev.fermata.sync;

import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.wait.LoopBound;
import dev.fermata.internal.wait.Waiter;
import dev.fermata.internal.wait.WaiterQueue;

/**
 * A flag that tasks wait for.
 *
 * <p>It is used on the thread of one event loop only, the one where a task first had to wait for
 * it; waiting in another one is an {@link IllegalStateException}.
 *
 * <p>asyncio: {@code asyncio.Event}.
 */
public final class AsyncEvent extends LoopBound {
  private final WaiterQueue waiters = new WaiterQueue();
  private boolean set;

  /** Makes an event that is not set. */
  public AsyncEvent() {}

  /**
   * Returns whether the flag is set.
   *
   * <p>asyncio: {@code Event.is_set}.
   *
   * @return true from {@link #set} to {@link #clear}
   */
  public boolean isSet() {
    return set;
  }

  /**
   * Sets the flag and wakes all tasks that wait for it, in the order in which they came. They go on
   * even if {@link #clear} follows at once.
   *
   * <p>asyncio: {@code Event.set}.
   */
  public void set() {
    checkThread();
    if (!set) {
      set = true;
      waiters.wake(waiters.size());
    }
  }

  /**
   * Resets the flag, so that {@link #waitUntilSet} waits again.
   *
   * <p>asyncio: {@code Event.clear}.
   */
  public void clear() {
    checkThread();
    set = false;
  }

  /**
   * Waits until the flag is set. On a set event it does not suspend.
   *
   * <p>asyncio: {@code Event.wait}.
   *
   * @return a coroutine that gives true; throws {@link CancelledError} when its task is cancelled
   *     meanwhile
   */
  public Coroutine<Boolean> waitUntilSet() {
    return new EventWait(this);
  }

  @Override
  public String toString() {
    String state = set ? "set" : "unset";
    return "AsyncEvent["
        + (waiters.isEmpty() ? state : state + ", waiters:" + waiters.size())
        + "]";
  }

  /** One call of {@link AsyncEvent#waitUntilSet}. */
  private static final class EventWait extends StateMachineCoroutine<Boolean> {
    private static final int WOKEN = 1;

    private final AsyncEvent event;
    private Waiter waiter;

    EventWait(AsyncEvent event) {
      this.event = event;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      if (point == WOKEN) {
        event.waiters.remove(waiter);
        return context.result();
      }
      event.checkThread();
      if (event.set) {
        return true;
      }
      waiter = event.waiters.add(event.engine(context));
      Awaited.await(waiter, context);
      return suspendAt(WOKEN, context);
    }
  }
}
