package dev.fermata.sync;

import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.wait.LoopBound;
import dev.fermata.internal.wait.Waiter;
import dev.fermata.internal.wait.WaiterQueue;
import java.util.ArrayDeque;

/**
 * A queue between tasks. A task that takes an item waits while the queue is empty, and a task that
 * puts one waits while it is full. Items come out in the order in which they went in; {@link
 * AsyncPriorityQueue} and {@link AsyncLifoQueue} have other orders.
 *
 * <p>Waiting tasks are woken in the order in which they came. But a woken task has no claim on the
 * item: another task that asks before it runs may take it, and the woken task then waits again,
 * behind the others. Items may be null.
 *
 * <p>It is used on the thread of one event loop only, the one where a task first had to wait at it;
 * waiting in another one is an {@link IllegalStateException}.
 *
 * <p>asyncio: {@code asyncio.Queue}.
 *
 * @param <T> the type of the items
 */
public class AsyncQueue<T> extends LoopBound {
  private final int maxSize;
  private final ItemStore<T> items;
  private final WaiterQueue getters = new WaiterQueue();
  private final WaiterQueue putters = new WaiterQueue();
  private final AsyncEvent finished = new AsyncEvent();
  private int unfinished;
  private boolean shutDown;

  /** Makes a queue that is never full. */
  public AsyncQueue() {
    this(0);
  }

  /**
   * Makes a queue.
   *
   * @param maxSize how many items make it full; 0 or less: it is never full
   */
  public AsyncQueue(int maxSize) {
    this(maxSize, new Fifo<>());
  }

  /** Makes a queue with the items in a store of its own. */
  AsyncQueue(int maxSize, ItemStore<T> items) {
    this.maxSize = maxSize;
    this.items = items;
    finished.set();
  }

  /**
   * Returns how many items are in the queue.
   *
   * <p>asyncio: {@code Queue.qsize}.
   *
   * @return the number of items
   */
  public final int size() {
    return items.size();
  }

  /**
   * Returns whether no item is in the queue.
   *
   * <p>asyncio: {@code Queue.empty}.
   *
   * @return true when none is
   */
  public final boolean isEmpty() {
    return items.size() == 0;
  }

  /**
   * Returns whether {@link #maxSize} items are in the queue; always false when that is 0 or less.
   *
   * <p>asyncio: {@code Queue.full}.
   *
   * @return true when {@link #put} would have to wait
   */
  public final boolean isFull() {
    return maxSize > 0 && items.size() >= maxSize;
  }

  /**
   * Returns how many items make the queue full, as given when it was made; 0 or less: it is never
   * full.
   *
   * <p>asyncio: {@code Queue.maxsize}.
   *
   * @return the number
   */
  public final int maxSize() {
    return maxSize;
  }

  /**
   * Puts an item in, as soon as there is room. While there is room this does not suspend.
   *
   * <p>asyncio: {@code Queue.put}.
   *
   * @param item the item; may be null where the order of the queue takes nulls
   * @return a coroutine that ends when the item is in. It throws {@link QueueShutDownException}
   *     when the queue is shut down, also while it waits; {@link CancelledError} when its task is
   *     cancelled meanwhile, and then the item is not in
   */
  public final Coroutine<Void> put(T item) {
    return new Put<>(this, item);
  }

  /**
   * Puts an item in at once.
   *
   * <p>asyncio: {@code Queue.put_nowait}.
   *
   * @param item the item; may be null where the order of the queue takes nulls
   * @throws QueueShutDownException when the queue is shut down
   * @throws QueueFullException when it is full
   */
  public final void putNowait(T item) {
    checkThread();
    if (shutDown) {
      throw new QueueShutDownException();
    }
    if (isFull()) {
      throw new QueueFullException();
    }
    items.add(item);
    unfinished++;
    finished.clear();
    getters.pollAndWake();
  }

  /**
   * Takes an item out, as soon as there is one. While there is one this does not suspend.
   *
   * <p>asyncio: {@code Queue.get}.
   *
   * @return a coroutine that gives the item. It throws {@link QueueShutDownException} when the
   *     queue is shut down and empty, also while it waits; {@link CancelledError} when its task is
   *     cancelled meanwhile, and then no item is lost
   */
  public final Coroutine<T> get() {
    return new Get<>(this);
  }

  /**
   * Takes an item out at once.
   *
   * <p>asyncio: {@code Queue.get_nowait}.
   *
   * @return the item; may be null where nulls were put in
   * @throws QueueShutDownException when the queue is empty and shut down
   * @throws QueueEmptyException when it is empty
   */
  public final T getNowait() {
    checkThread();
    if (isEmpty()) {
      throw shutDown ? new QueueShutDownException() : new QueueEmptyException();
    }
    T item = items.take();
    putters.pollAndWake();
    return item;
  }

  /**
   * Reports that the work on an item that was taken out is done. {@link #join} waits for one such
   * call for each item that was put in.
   *
   * <p>asyncio: {@code Queue.task_done}.
   *
   * @throws IllegalArgumentException when it is called more often than items were put in
   */
  public final void taskDone() {
    checkThread();
    if (unfinished <= 0) {
      throw new IllegalArgumentException("taskDone() called too many times");
    }
    unfinished--;
    if (unfinished == 0) {
      finished.set();
    }
  }

  /**
   * Waits until {@link #taskDone} has been called for every item that was put in. If it has been
   * already, this does not suspend.
   *
   * <p>asyncio: {@code Queue.join}.
   *
   * @return a coroutine that ends then; throws {@link CancelledError} when its task is cancelled
   *     meanwhile
   */
  public final Coroutine<Void> join() {
    return new Join(this);
  }

  /**
   * Shuts the queue down as {@code shutdown(false)} does.
   *
   * <p>asyncio: {@code Queue.shutdown}.
   */
  public final void shutdown() {
    shutdown(false);
  }

  /**
   * Shuts the queue down. From now on nothing can be put in. Tasks that wait to put an item get a
   * {@link QueueShutDownException}. Tasks that wait to take one get it, too, once the queue is
   * empty.
   *
   * <p>asyncio: {@code Queue.shutdown}.
   *
   * @param immediate whether to drop the items that are still in, counting each as done for {@link
   *     #join}
   */
  public final void shutdown(boolean immediate) {
    checkThread();
    shutDown = true;
    if (immediate) {
      drop();
    }
    getters.drainAndWake();
    putters.drainAndWake();
  }

  private void drop() {
    unfinished = Math.max(0, unfinished - items.size());
    items.clear();
    if (unfinished == 0) {
      finished.set();
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(getClass().getSimpleName());
    text.append("[maxSize=").append(maxSize).append(", size=").append(size());
    if (!getters.isEmpty()) {
      text.append(", getters=").append(getters.size());
    }
    if (!putters.isEmpty()) {
      text.append(", putters=").append(putters.size());
    }
    if (unfinished > 0) {
      text.append(", unfinished=").append(unfinished);
    }
    return text.append(shutDown ? ", shut down]" : "]").toString();
  }

  /** Keeps the items of a queue, and defines the order in which they come out. */
  interface ItemStore<T> {
    /** Adds an item. If that fails, all others are unchanged. */
    void add(T item);

    /** Removes the next item; there must be one. If that fails, all items are unchanged. */
    T take();

    int size();

    /** Removes all items. */
    void clear();
  }

  /** Items in the order in which they came. */
  private static final class Fifo<T> implements ItemStore<T> {
    private static final Object NULL = new Object();

    private final ArrayDeque<Object> items = new ArrayDeque<>();

    @Override
    public void add(T item) {
      items.addLast(item == null ? NULL : item);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T take() {
      Object item = items.removeFirst();
      return item == NULL ? null : (T) item;
    }

    @Override
    public int size() {
      return items.size();
    }

    @Override
    public void clear() {
      items.clear();
    }
  }

  /**
   * One call of {@link #get} or {@link #put}: waits in one of the queue's lines while the way is
   * blocked.
   */
  private abstract static class Passage<T, R> extends StateMachineCoroutine<R> {
    private static final int WOKEN = 1;

    final AsyncQueue<T> queue;
    private Waiter waiter;

    Passage(AsyncQueue<T> queue) {
      this.queue = queue;
    }

    abstract WaiterQueue line();

    abstract boolean isBlocked();

    /** Passes; the way is free. */
    abstract R pass();

    @Override
    protected final Object run(int point, Context context) throws Throwable {
      if (point == WOKEN) {
        woken(context);
      }
      if (!isBlocked()) {
        return passOrGiveWay();
      }
      if (queue.shutDown) {
        throw new QueueShutDownException();
      }
      waiter = line().add(queue.engine(context));
      Awaited.await(waiter, context);
      return suspendAt(WOKEN, context);
    }

    /** Passes. If the order of the items throws, the next in the line may try. */
    private R passOrGiveWay() {
      try {
        return pass();
      } catch (Throwable t) {
        if (!isBlocked()) {
          line().pollAndWake();
        }
        throw t;
      }
    }

    private void woken(Context context) throws Throwable {
      line().remove(waiter);
      try {
        context.result();
      } catch (Throwable t) {
        if (!isBlocked() && !waiter.isCancelled()) {
          line().pollAndWake();
        }
        throw t;
      }
    }
  }

  private static final class Put<T> extends Passage<T, Void> {
    private final T item;

    Put(AsyncQueue<T> queue, T item) {
      super(queue);
      this.item = item;
    }

    @Override
    WaiterQueue line() {
      return queue.putters;
    }

    @Override
    boolean isBlocked() {
      return queue.isFull();
    }

    @Override
    Void pass() {
      queue.putNowait(item);
      return null;
    }
  }

  private static final class Get<T> extends Passage<T, T> {
    Get(AsyncQueue<T> queue) {
      super(queue);
    }

    @Override
    WaiterQueue line() {
      return queue.getters;
    }

    @Override
    boolean isBlocked() {
      return queue.isEmpty();
    }

    @Override
    T pass() {
      return queue.getNowait();
    }
  }

  /** One call of {@link #join}. */
  private static final class Join extends StateMachineCoroutine<Void> {
    private static final int FINISHED = 1;

    private final AsyncQueue<?> queue;

    Join(AsyncQueue<?> queue) {
      this.queue = queue;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      queue.checkThread();
      if (point == START && queue.unfinished > 0) {
        queue.engine(context);
        Awaited.await(queue.finished.waitUntilSet(), context);
        return context.suspended ? suspendAt(FINISHED, context) : null;
      }
      if (point == FINISHED) {
        context.result();
      }
      return null;
    }
  }
}
