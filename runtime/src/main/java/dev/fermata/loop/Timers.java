package dev.fermata.loop;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The timers of a loop: a binary heap ordered by deadline, equal deadlines in the order in which
 * they were added.
 *
 * <p>The keys lie in arrays of their own, so that sifting reads no timer. A cancelled timer stays
 * where it is until it reaches the top; when more than half of more than {@link #SWEEP_MINIMUM} are
 * cancelled, all of them are swept out at once. That costs a constant time per cancellation, half
 * of what finding the timer in the heap costs.
 */
final class Timers {
  private static final int SWEEP_MINIMUM = 100;

  private final Predicate<Object> cancelled;
  private long[] deadlines = new long[16];
  private long[] orders = new long[16];
  private Object[] timers = new Object[16];
  private int size;

  /** At least as many as there are cancelled timers here. */
  private int cancellations;

  private long added;

  /**
   * @param cancelled whether a timer has been cancelled
   */
  Timers(Predicate<Object> cancelled) {
    this.cancelled = cancelled;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The first deadline; there must be a timer. */
  long firstDeadline() {
    return deadlines[0];
  }

  void add(long deadline, Object timer) {
    if (size == timers.length) {
      int capacity = size * 2;
      deadlines = Arrays.copyOf(deadlines, capacity);
      orders = Arrays.copyOf(orders, capacity);
      timers = Arrays.copyOf(timers, capacity);
    }
    siftUp(size++, deadline, added++, timer);
  }

  /** Takes the timer with the first deadline; there must be one. */
  Object take() {
    Object first = timers[0];
    int last = --size;
    long deadline = deadlines[last];
    long order = orders[last];
    Object timer = timers[last];
    timers[last] = null;
    if (last > 0) {
      siftDown(0, deadline, order, timer);
    }
    return first;
  }

  /** Takes note that a timer has been cancelled, which may have been taken already. */
  void noteCancellation() {
    cancellations++;
  }

  /** Brings a timer that is not cancelled to the top, or empties the heap. */
  void dropCancelled() {
    if (size > SWEEP_MINIMUM && cancellations > size / 2) {
      sweep();
    }
    while (size > 0 && cancellations > 0 && cancelled.test(timers[0])) {
      take();
      cancellations--;
    }
  }

  void clear() {
    Arrays.fill(timers, 0, size, null);
    size = 0;
    cancellations = 0;
  }

  private void sweep() {
    int live = 0;
    for (int i = 0; i < size; i++) {
      if (!cancelled.test(timers[i])) {
        deadlines[live] = deadlines[i];
        orders[live] = orders[i];
        timers[live++] = timers[i];
      }
    }
    Arrays.fill(timers, live, size, null);
    size = live;
    cancellations = 0;
    for (int i = live / 2 - 1; i >= 0; i--) {
      siftDown(i, deadlines[i], orders[i], timers[i]);
    }
  }

  private void siftUp(int from, long deadline, long order, Object timer) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      // A new timer has the highest order of all: an equal parent stays before it.
      if (deadlines[parent] <= deadline) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    set(hole, deadline, order, timer);
  }

  private void siftDown(int from, long deadline, long order, Object timer) {
    int hole = from;
    int leaves = size >>> 1;
    while (hole < leaves) {
      int child = 2 * hole + 1;
      int right = child + 1;
      if (right < size && isBefore(right, deadlines[child], orders[child])) {
        child = right;
      }
      if (!isBefore(child, deadline, order)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    set(hole, deadline, order, timer);
  }

  private boolean isBefore(int index, long deadline, long order) {
    return deadlines[index] < deadline || (deadlines[index] == deadline && orders[index] < order);
  }

  private void move(int from, int to) {
    set(to, deadlines[from], orders[from], timers[from]);
  }

  private void set(int index, long deadline, long order, Object timer) {
    deadlines[index] = deadline;
    orders[index] = order;
    timers[index] = timer;
  }
}
