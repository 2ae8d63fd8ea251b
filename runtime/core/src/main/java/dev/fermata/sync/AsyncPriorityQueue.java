package dev.fermata.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;

/**
 * A queue that gives the least item first, and equal ones in the order in which they were put in.
 *
 * <p>asyncio: {@code asyncio.PriorityQueue}; the order of equal items is open.
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

  /**
   * Items by order, then by age.
   *
   * <p>Internal design. A heap: an entry comes before both of its children. All comparisons are
   * made before any entry moves, because the order is the user's and may throw: then nothing has
   * changed.
   */
  private static final class Sorted<T> implements ItemStore<T> {
    private final ArrayList<Entry<T>> heap = new ArrayList<>();
    private final Comparator<? super T> order;
    private long count;

    Sorted(Comparator<? super T> order) {
      this.order = order;
    }

    private boolean isBefore(Entry<T> a, Entry<T> b) {
      int byOrder = order.compare(a.item, b.item);
      return byOrder != 0 ? byOrder < 0 : a.number < b.number;
    }

    private static int parent(int place) {
      return (place - 1) / 2;
    }

    @Override
    public void add(T item) {
      Entry<T> added = new Entry<>(item, count);
      int place = heap.size();
      while (place > 0 && isBefore(added, heap.get(parent(place)))) {
        place = parent(place);
      }
      int free = heap.size();
      heap.add(added);
      for (; free != place; free = parent(free)) {
        heap.set(free, heap.get(parent(free)));
      }
      heap.set(place, added);
      count++;
    }

    @Override
    public T take() {
      int end = heap.size() - 1;
      Entry<T> moved = heap.get(end);
      int place = placeOf(moved, end);
      heap.remove(end);
      if (end == 0) {
        return moved.item;
      }
      // From there upwards, each entry moves to its parent's place.
      for (; place > 0; place = parent(place)) {
        moved = heap.set(place, moved);
      }
      return heap.set(0, moved).item;
    }

    /** The place of an entry among the first {@code end}, after the first one was removed. */
    private int placeOf(Entry<T> entry, int end) {
      int place = 0;
      int child = 1;
      while (child < end) {
        if (child + 1 < end && isBefore(heap.get(child + 1), heap.get(child))) {
          child++;
        }
        if (isBefore(entry, heap.get(child))) {
          return place;
        }
        place = child;
        child = 2 * place + 1;
      }
      return place;
    }

    @Override
    public int size() {
      return heap.size();
    }

    @Override
    public void clear() {
      heap.clear();
    }
  }

  private record Entry<T>(T item, long number) {}
}
