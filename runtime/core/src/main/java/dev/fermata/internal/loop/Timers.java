package dev.fermata.internal.loop;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The timers of a loop: a heap ordered by deadline, equal deadlines in the order in which they were
 * added.
 *
 * <p>Each node has four children, and the keys are in an array of their own. So the children's keys
 * fill a line of the processor's cache, and sifting reads no timer. A cancelled timer stays where
 * it is until it reaches the top. When there are more than {@link #SWEEP_MINIMUM} timers and more
 * than half of them are cancelled, the cancelled ones are removed all at once. This costs constant
 * time per cancellation, half of what finding the timer in the heap costs.
 */
final class Timers {
  private static final int SWEEP_MINIMUM = 100;

  private final Predicate<Object> cancelled;

  /** The timer at i has its deadline at 2i, and its number in the order of insertion at 2i + 1. */
  private long[] keys = new long[32];

  private Object[] timers = new Object[16];
  private int size;

  /** An upper bound of the number of cancelled timers in the heap. */
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
    return keys[0];
  }

  void add(long deadline, Object timer) {
    if (size == timers.length) {
      keys = Arrays.copyOf(keys, keys.length * 2);
      timers = Arrays.copyOf(timers, timers.length * 2);
    }
    siftUp(size++, deadline, added++, timer);
  }

  /** Takes the timer with the first deadline; there must be one. */
  Object take() {
    Object first = timers[0];
    int last = --size;
    Object timer = timers[last];
    timers[last] = null;
    if (last > 0) {
      siftDown(0, keys[2 * last], keys[2 * last + 1], timer);
    }
    return first;
  }

  /** Notes that a timer has been cancelled. It may have been taken already. */
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
        move(i, live++);
      }
    }
    Arrays.fill(timers, live, size, null);
    size = live;
    cancellations = 0;
    for (int i = parent(live - 1); i >= 0; i--) {
      siftDown(i, keys[2 * i], keys[2 * i + 1], timers[i]);
    }
  }

  private static int parent(int index) {
    return (index - 1) >> 2;
  }

  private void siftUp(int from, long deadline, long order, Object timer) {
    int hole = from;
    while (hole > 0) {
      int parent = parent(hole);
      // A new timer has the highest order of all: an equal parent stays before it.
      if (keys[2 * parent] <= deadline) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    set(hole, deadline, order, timer);
  }

  private void siftDown(int from, long deadline, long order, Object timer) {
    int hole = from;
    int child = 4 * hole + 1;
    while (child < size) {
      int first = firstOf(child, Math.min(child + 4, size));
      if (!isBefore(first, deadline, order)) {
        break;
      }
      move(first, hole);
      hole = first;
      child = 4 * hole + 1;
    }
    set(hole, deadline, order, timer);
  }

  /** The place of the timer with the first deadline, from {@code begin} to before {@code end}. */
  private int firstOf(int begin, int end) {
    int first = begin;
    for (int i = begin + 1; i < end; i++) {
      if (isBefore(i, keys[2 * first], keys[2 * first + 1])) {
        first = i;
      }
    }
    return first;
  }

  private boolean isBefore(int index, long deadline, long order) {
    long other = keys[2 * index];
    return other < deadline || (other == deadline && keys[2 * index + 1] < order);
  }

  private void move(int from, int to) {
    set(to, keys[2 * from], keys[2 * from + 1], timers[from]);
  }

  private void set(int index, long deadline, long order, Object timer) {
    keys[2 * index] = deadline;
    keys[2 * index + 1] = order;
    timers[index] = timer;
  }
}
