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
 * A lock that a task waits for without blocking its thread.
 *
 * <pre>{@code
 * try (var held = await(lock.hold())) {
 *   …
 * }
 * }</pre>
 *
 * <p>It is fair: tasks get it in the order in which they ask, and a task that releases it and asks
 * again goes to the back. It has no owner: any task may release it, and a task that acquires it
 * twice waits for ever. It is used on the thread of one event loop only, the one where a task first
 * had to wait for it; waiting in another one is an {@link IllegalStateException}.
 *
 * <p>asyncio: {@code asyncio.Lock}.
 */
public final class AsyncLock extends LoopBound {
  private final WaiterQueue waiters = new WaiterQueue();
  private boolean locked;

  /** Makes an unlocked lock. */
  public AsyncLock() {}

  /**
   * Returns whether the lock is taken. It may be free although a task is already woken to take it.
   *
   * <p>asyncio: {@code Lock.locked}.
   *
   * @return true when some task has taken it
   */
  public boolean locked() {
    return locked;
  }

  /**
   * Takes the lock when it is free and all tasks that asked earlier have had their turn. A free
   * lock that nobody waits for is taken without a suspension.
   *
   * <p>asyncio: {@code Lock.acquire}.
   *
   * @return a coroutine that gives true when the lock is taken. When its task is cancelled
   *     meanwhile it throws {@link CancelledError} and has not taken the lock; if it was its turn,
   *     the next one's comes
   */
  public Coroutine<Boolean> acquire() {
    return new Acquire(this);
  }

  /**
   * Takes the lock, runs a body, and gives it back however the body ends: {@code await(lock.with(()
   * -> work()))}. It runs in the awaiting task itself.
   *
   * <p>asyncio: {@code async with}.
   *
   * @param <T> the type of the body's value
   * @param body called when it is taken
   * @return a coroutine that gives the body's value. When its task is cancelled while it waits for
   *     the lock, it throws {@link CancelledError}, has not taken it, and the body is not called
   * @throws NullPointerException when {@code body} is null
   */
  public <T> Coroutine<T> with(AsyncBody<T> body) {
    return new WithCoroutine<>(this::acquire, this::release, Objects.requireNonNull(body, "body"));
  }

  /**
   * Takes the lock for a block of code: {@code try (var held = await(lock.hold())) { … }}.
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
   * Takes the lock when it is free and nobody waits for it, and else does not. It never suspends,
   * and does not overtake a task that has been woken to take the lock.
   *
   * <p>asyncio: none; as {@code threading.Lock.acquire} with {@code blocking=False}.
   *
   * @return whether the lock is taken now by the caller
   */
  public boolean tryAcquire() {
    checkThread();
    if (locked || waiters.hasLive()) {
      return false;
    }
    locked = true;
    return true;
  }

  /**
   * Frees the lock and wakes the task that has waited longest.
   *
   * <p>asyncio: {@code Lock.release}.
   *
   * @throws IllegalStateException when the lock is not taken
   */
  public void release() {
    checkThread();
    if (!locked) {
      throw new IllegalStateException("Lock is not acquired.");
    }
    locked = false;
    wakeFirst();
  }

  /** Binds this to the running loop, as if a task waited for it there. */
  void bind(Context context) {
    engine(context);
  }

  /** Wakes the first waiter, unless it is done and so has been woken already. */
  private void wakeFirst() {
    Waiter first = waiters.first();
    if (first != null) {
      first.wake();
    }
  }

  @Override
  public String toString() {
    String state = locked ? "locked" : "unlocked";
    return "AsyncLock[" + (waiters.isEmpty() ? state : state + ", waiters:" + waiters.size()) + "]";
  }

  /** One call of {@link AsyncLock#acquire}. */
  private static final class Acquire extends StateMachineCoroutine<Boolean> {
    private static final int WOKEN = 1;

    private final AsyncLock lock;
    private Waiter waiter;

    Acquire(AsyncLock lock) {
      this.lock = lock;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      return point == START ? start(context) : woken(context);
    }

    private Object start(Context context) throws Throwable {
      if (lock.tryAcquire()) {
        return true;
      }
      waiter = lock.waiters.add(lock.engine(context));
      Awaited.await(waiter, context);
      return suspendAt(WOKEN, context);
    }

    private Object woken(Context context) throws Throwable {
      lock.waiters.remove(waiter);
      try {
        context.result();
      } catch (CancelledError e) {
        if (!lock.locked) {
          lock.wakeFirst();
        }
        throw e;
      }
      lock.locked = true;
      return true;
    }
  }
}
