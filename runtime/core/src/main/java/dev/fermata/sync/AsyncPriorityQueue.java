package dev.fermata.sync;

import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * A queue that gives the least item first, and equal ones in the order in which they were put in.
 * asyncio's {@code PriorityQueue}, which leaves the order of equal items open.
 *
 * @param <T> the type of the items
 */
public final class AsyncPriorityQueue<T> extends AsyncQueue<T> {
  /**
   * Makes a queue that is never full, of {@link Comparable} items in their natural order, without
   * nulls.
   */
  public AsyncPriorityQueue() {
    this(0);
  }

  /**
   * Makes a queue of {@link Comparable} items in their natural order, without nulls.
   *
   * @param maxSize how many items make it full; 0 or less: it is never full
   */
  public AsyncPriorityQueue(int maxSize) {
    super(maxSize, new Sorted<>(AsyncPriorityQueue::compareNaturally));
  }

  /**
   * Makes a queue that is never full.
   *
   * @param order which of two items comes first; what it throws leaves the {@code put}
   * @throws NullPointerException when {@code order} is null
   */
  public AsyncPriorityQueue(Comparator<? super T> order) {
    this(0, order);
  }

  /**
   * Makes a queue.
   *
   * @param maxSize how many items make it full; 0 or less: it is never full
   * @param order which of two items comes first; what it throws leaves the {@code put}
   * @throws NullPointerException when {@code order} is null
   */
  public AsyncPriorityQueue(int maxSize, Comparator<? super T> order) {
    super(maxSize, new Sorted<>(Objects.requireNonNull(order, "order")));
  }

  @SuppressWarnings("unchecked")
  private static int compareNaturally(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }

  /** Items by order, then by age. */
  private static final class Sorted<T> implements ItemStore<T> {
    private final PriorityQueue<Entry<T>> heap;
    private final Comparator<? super T> order;
    private long count;

    Sorted(Comparator<? super T> order) {
      this.order = order;
      this.heap = new PriorityQueue<>(this::compare);
    }

    private int compare(Entry<T> a, Entry<T> b) {
      int byOrder = order.compare(a.item, b.item);
      return byOrder != 0 ? byOrder : Long.compare(a.number, b.number);
    }

    @Override
    public void add(T item) {
      heap.add(new Entry<>(item, count++));
    }

    @Override
    public T take() {
      return heap.remove().item;
    }

    @Override
    public int size() {
      return heap.size();
    }
  }

  private record Entry<T>(T item, long number) {}
}
