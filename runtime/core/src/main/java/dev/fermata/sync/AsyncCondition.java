package dev.fermata.sync;

import dev.fermata.AsyncBody;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.wait.LoopBound;
import dev.fermata.internal.wait.Waiter;
import dev.fermata.internal.wait.WaiterQueue;
import dev.fermata.internal.wait.WithCoroutine;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A condition variable. Tasks that hold a lock wait for a change; another task that holds the lock
 * makes the change and signals it.
 *
 * <pre>{@code
 * try (var held = await(condition.hold())) {
 *   await(condition.waitUntil(() -> !items.isEmpty()));
 *   …
 * }
 * }</pre>
 *
 * <p>It is used on the thread of one event loop only, the one where a task first had to wait;
 * waiting in another one is an {@link IllegalStateException}. The names {@code wait} and {@code
 * notify} belong to {@link Object}; here they are {@code waitOn} and {@code signal}.
 *
 * <p>asyncio: {@code asyncio.Condition}.
 */
public final class AsyncCondition extends LoopBound {
  private final AsyncLock lock;
  private final WaiterQueue waiters = new WaiterQueue();

  /** Makes a condition with a lock of its own. */
  public AsyncCondition() {
    this(new AsyncLock());
  }

  /**
   * Makes a condition over a lock that others may use too.
   *
   * @param lock the lock
   * @throws NullPointerException when {@code lock} is null
   */
  public AsyncCondition(AsyncLock lock) {
    this.lock = Objects.requireNonNull(lock, "lock");
  }

  /**
   * Takes the lock: {@link AsyncLock#acquire}. A cancellation meanwhile does what it does there.
   *
   * <p>asyncio: {@code Condition.acquire}.
   *
   * @return as there
   */
  public Coroutine<Boolean> acquire() {
    return lock.acquire();
  }

  /**
   * Takes the lock, runs a body, and gives it back however the body ends: {@code
   * await(condition.with(() -> work()))}. It runs in the awaiting task itself.
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
   * Takes the lock for a block of code: {@code try (var held = await(condition.hold())) { … }}.
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
   * Takes the lock if that needs no wait: {@link AsyncLock#tryAcquire}.
   *
   * <p>asyncio: none; as {@code threading.Condition.acquire} with {@code blocking=False}.
   *
   * @return whether the lock is taken now by the caller
   */
  public boolean tryAcquire() {
    return lock.tryAcquire();
  }

  /**
   * Frees the lock: {@link AsyncLock#release}.
   *
   * <p>asyncio: {@code Condition.release}.
   *
   * @throws IllegalStateException when the lock is not taken
   */
  public void release() {
    lock.release();
  }

  /**
   * Returns whether the lock is taken.
   *
   * <p>asyncio: {@code Condition.locked}.
   *
   * @return true when some task has taken it
   */
  public boolean locked() {
    return lock.locked();
  }

  /**
   * Frees the lock, waits until signalled, and takes the lock again. It may return without a signal
   * meant for it, so check the awaited state again, or use {@link #waitUntil}.
   *
   * <p>asyncio: {@code Condition.wait}.
   *
   * @return a coroutine that gives true, holding the lock. Cancelling its task makes it throw
   *     {@link CancelledError}, but it takes the lock again before, however often it is cancelled
   *     meanwhile, and passes on a signal it may have had. It throws {@link IllegalStateException}
   *     when the lock is not taken to begin with
   */
  public Coroutine<Boolean> waitOn() {
    return new ConditionWait(this);
  }

  /**
   * Waits as {@link #waitOn} does, until {@code predicate} is true. The predicate is evaluated
   * first, and if it is true this does not suspend. A cancellation does what it does there.
   *
   * <p>asyncio: {@code Condition.wait_for}.
   *
   * @param predicate evaluated with the lock held, on the loop's thread; what it throws leaves the
   *     coroutine
   * @return a coroutine that gives true, holding the lock
   * @throws NullPointerException when {@code predicate} is null
   */
  public Coroutine<Boolean> waitUntil(BooleanSupplier predicate) {
    return new WaitUntil(this, Objects.requireNonNull(predicate, "predicate"));
  }

  /**
   * Wakes the task that has waited longest, if any, as {@link #signal(int)} does.
   *
   * <p>asyncio: {@code Condition.notify}.
   */
  public void signal() {
    signal(1);
  }

  /**
   * Wakes up to {@code count} of the tasks that wait, in the order in which they came. They go on
   * when they have the lock, which the caller must release.
   *
   * <p>asyncio: {@code Condition.notify}.
   *
   * @param count how many at most
   * @throws IllegalStateException when the lock is not taken
   */
  public void signal(int count) {
    checkThread();
    if (!lock.locked()) {
      throw new IllegalStateException("cannot notify on un-acquired lock");
    }
    waiters.wake(count);
  }

  /**
   * Wakes all tasks that wait.
   *
   * <p>asyncio: {@code Condition.notify_all}.
   *
   * @throws IllegalStateException when the lock is not taken
   */
  public void signalAll() {
    signal(waiters.size());
  }

  @Override
  public String toString() {
    String state = locked() ? "locked" : "unlocked";
    String queue = waiters.isEmpty() ? "" : ", waiters:" + waiters.size();
    return "AsyncCondition[" + state + queue + "]";
  }

  /** One call of {@link AsyncCondition#waitOn}. */
  private static final class ConditionWait extends StateMachineCoroutine<Boolean> {
    private static final int SIGNALLED = 1;
    private static final int LOCKING = 2;

    private final AsyncCondition condition;
    private Waiter waiter;

    /**
     * The error that the coroutine throws once it has the lock. A later error replaces an earlier
     * one.
     */
    private Throwable failure;

    ConditionWait(AsyncCondition condition) {
      this.condition = condition;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      return switch (point) {
        case START -> start(context);
        case SIGNALLED -> signalled(context);
        default -> lock(false, context);
      };
    }

    private Object start(Context context) throws Throwable {
      condition.checkThread();
      if (!condition.lock.locked()) {
        throw new IllegalStateException("cannot wait on un-acquired lock");
      }
      LoopEngine engine = condition.engine(context);
      // From now on the lock belongs to this loop as well.
      condition.lock.bind(context);
      waiter = condition.waiters.add(engine);
      condition.lock.release();
      Awaited.await(waiter, context);
      return suspendAt(SIGNALLED, context);
    }

    private Object signalled(Context context) throws Throwable {
      condition.waiters.remove(waiter);
      try {
        context.result();
      } catch (Throwable t) {
        failure = t;
      }
      return lock(true, context);
    }

    /** Takes the lock, and goes on trying when cancellations come meanwhile. */
    private Object lock(boolean beginning, Context context) throws Throwable {
      boolean begin = beginning;
      boolean locked = false;
      while (!locked) {
        try {
          outcome(begin, begin ? condition.lock.acquire() : null, context);
          if (context.suspended) {
            return suspendAt(LOCKING, context);
          }
          locked = true;
        } catch (CancelledError e) {
          failure = e;
          begin = true;
        } catch (Throwable t) {
          failure = t;
          locked = true;
        }
      }
      return end();
    }

    private Object end() throws Throwable {
      if (failure == null) {
        return true;
      }
      // A signal may have gone to this task, which no longer acts on it: pass it on.
      condition.waiters.wake(1);
      throw failure;
    }
  }

  /** One call of {@link AsyncCondition#waitUntil}. */
  private static final class WaitUntil extends StateMachineCoroutine<Boolean> {
    private static final int AWAKE = 1;

    private final AsyncCondition condition;
    private final BooleanSupplier predicate;

    WaitUntil(AsyncCondition condition, BooleanSupplier predicate) {
      this.condition = condition;
      this.predicate = predicate;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      if (point == AWAKE) {
        context.result();
      } else {
        condition.checkThread();
      }
      while (!predicate.getAsBoolean()) {
        Awaited.await(condition.waitOn(), context);
        if (context.suspended) {
          return suspendAt(AWAKE, context);
        }
      }
      return true;
    }
  }
}
