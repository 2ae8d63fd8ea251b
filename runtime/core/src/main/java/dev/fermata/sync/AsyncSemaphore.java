package dev.fermata.sync;

import dev.fermata.AsyncBody;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.wait.LoopBound;
import dev.fermata.internal.wait.Waiter;
import dev.fermata.internal.wait.WaiterQueue;
import dev.fermata.internal.wait.WithCoroutine;
import java.util.Objects;

/**
 * A number of permits that tasks take and give back, waiting while there is none.
 *
 * <p>It is fair: a task queues behind those that already wait even when a permit is free. A
 * released permit goes to the task that has waited longest. It is used on the thread of one event
 * loop only, the one where a task first had to wait for it; waiting in another one is an {@link
 * IllegalStateException}.
 *
 * <p>asyncio: {@code asyncio.Semaphore}.
 */
public class AsyncSemaphore extends LoopBound {
  private final WaiterQueue waiters = new WaiterQueue();
  private int permits;

  /** Makes a semaphore with one permit. */
  public AsyncSemaphore() {
    this(1);
  }

  /**
   * Makes a semaphore.
   *
   * @param permits how many permits it has at first
   * @throws IllegalArgumentException when that is negative
   */
  public AsyncSemaphore(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("Semaphore initial value must be >= 0");
    }
    this.permits = permits;
  }

  /**
   * Returns whether {@link #acquire} would have to wait: no permit is free, or others wait for one.
   *
   * <p>asyncio: {@code Semaphore.locked}.
   *
   * @return true when it would
   */
  public boolean locked() {
    return permits == 0 || waiters.hasLive();
  }

  /**
   * Takes a permit. When one is free and nobody waits for it, this does not suspend.
   *
   * <p>asyncio: {@code Semaphore.acquire}.
   *
   * @return a coroutine that gives true when it has the permit. When its task is cancelled
   *     meanwhile it throws {@link CancelledError}, and a permit that was already meant for it goes
   *     to the next one
   */
  public Coroutine<Boolean> acquire() {
    return new Acquire(this);
  }

  /**
   * Takes a permit, runs a body, and gives it back however the body ends: {@code
   * await(semaphore.with(() -> work()))}. It runs in the awaiting task itself.
   *
   * <p>asyncio: {@code async with}.
   *
   * @param <T> the type of the body's value
   * @param body called when it is taken
   * @return a coroutine that gives the body's value. When its task is cancelled while it waits for
   *     a permit, it throws {@link CancelledError}, has not taken it, and the body is not called
   * @throws NullPointerException when {@code body} is null
   */
  public <T> Coroutine<T> with(AsyncBody<T> body) {
    return new WithCoroutine<>(this::acquire, this::release, Objects.requireNonNull(body, "body"));
  }

  /**
   * Takes a permit for a block of code: {@code try (var held = await(semaphore.hold())) { … }}.
   *
   * <p>asyncio: {@code async with}.
   *
   * @return a coroutine that gives what {@link Held#close} gives it back by; await it where it is
   *     to be closed. When its task is cancelled while it waits, it throws {@link CancelledError}
   *     and has not taken it
   */
  public Coroutine<Held> hold() {
    return Held.by(this::acquire, this::release);
  }

  /**
   * Takes a permit when one is free and nobody waits for it, and else does not. It never suspends.
   *
   * <p>asyncio: none; as {@code threading.Semaphore.acquire} with {@code blocking=False}.
   *
   * @return whether the caller has a permit now
   */
  public final boolean tryAcquire() {
    checkThread();
    if (locked()) {
      return false;
    }
    permits--;
    return true;
  }

  /**
   * Gives a permit back, or adds one. The task that has waited longest gets it.
   *
   * <p>asyncio: {@code Semaphore.release}.
   */
  public void release() {
    checkThread();
    permits++;
    wakeNext();
  }

  /** The free permits that are not meant for a waiter. */
  final int permits() {
    return permits;
  }

  /** Takes a permit on behalf of the first waiter that sleeps, and wakes it. */
  private boolean wakeNext() {
    if (waiters.wake(1) == 0) {
      return false;
    }
    permits--;
    return true;
  }

  @Override
  public String toString() {
    String state = locked() ? "locked" : "unlocked, value:" + permits;
    String queue = waiters.isEmpty() ? "" : ", waiters:" + waiters.size();
    return getClass().getSimpleName() + "[" + state + queue + "]";
  }

  /** One call of {@link AsyncSemaphore#acquire}. */
  private static final class Acquire extends StateMachineCoroutine<Boolean> {
    private static final int WOKEN = 1;

    private final AsyncSemaphore semaphore;
    private Waiter waiter;

    Acquire(AsyncSemaphore semaphore) {
      this.semaphore = semaphore;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      return point == START ? start(context) : woken(context);
    }

    private Object start(Context context) throws Throwable {
      if (semaphore.tryAcquire()) {
        return true;
      }
      waiter = semaphore.waiters.add(semaphore.engine(context));
      Awaited.await(waiter, context);
      return suspendAt(WOKEN, context);
    }

    private Object woken(Context context) throws Throwable {
      semaphore.waiters.remove(waiter);
      try {
        return context.result();
      } catch (CancelledError e) {
        if (!waiter.isCancelled()) {
          semaphore.permits++;
        }
        throw e;
      } finally {
        wakeAllowed();
      }
    }

    /**
     * Wakes as many waiters as there are permits: new ones had to queue behind this one although
     * permits were free.
     */
    private void wakeAllowed() {
      boolean woken = true;
      while (woken && semaphore.permits > 0) {
        woken = semaphore.wakeNext();
      }
    }
  }
}
