package dev.fermata.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * A queue that gives the item first that was put in last.
 *
 * <p>asyncio: {@code asyncio.LifoQueue}.
 *
 * @param <T> the type of the items
 */
public final class AsyncLifoQueue<T> extends AsyncQueue<T> {
  /** Makes a queue that is never full. */
  public AsyncLifoQueue() {
    this(0);
  }

  /**
   * Makes a queue.
   *
   * @param maxSize how many items make it full; 0 or less: it is never full
   */
  public AsyncLifoQueue(int maxSize) {
    super(maxSize, new Stack<>());
  }

  /** Items from the youngest to the oldest. */
  private static final class Stack<T> implements ItemStore<T> {
    private final List<T> items = new ArrayList<>();

    @Override
    public void add(T item) {
      items.add(item);
    }

    @Override
    public T take() {
      return items.remove(items.size() - 1);
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
}
