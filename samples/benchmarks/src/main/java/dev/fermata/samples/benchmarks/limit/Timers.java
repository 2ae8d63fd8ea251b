package dev.fermata.samples.benchmarks.limit;

import java.util.Arrays;

/** A heap of timers; equal deadlines keep the order of insertion. */
final class Timers {
  private Timer[] heap = new Timer[64];
  private long[] orders = new long[64];
  private int size;
  private int cancelled;
  private long added;

  boolean isEmpty() {
    dropCancelled();
    return size == 0;
  }

  long firstDeadline() {
    return heap[0].deadline;
  }

  Timer add(long deadline, Callback action) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
      orders = Arrays.copyOf(orders, size * 2);
    }
    Timer timer = new Timer(deadline, action);
    int hole = size++;
    while (hole > 0 && deadline < heap[(hole - 1) >> 2].deadline) {
      move((hole - 1) >> 2, hole);
      hole = (hole - 1) >> 2;
    }
    heap[hole] = timer;
    orders[hole] = added++;
    return timer;
  }

  void cancel(Timer timer) {
    timer.cancel();
    cancelled++;
  }

  void takeDue(long now, Loop loop) {
    dropCancelled();
    while (size > 0 && heap[0].deadline <= now) {
      loop.add(take().action());
      dropCancelled();
    }
  }

  private void dropCancelled() {
    if (cancelled > size / 2 && size > 64) {
      sweep();
    }
    while (cancelled > 0 && size > 0 && heap[0].action() == null) {
      take();
      cancelled--;
    }
  }

  private void sweep() {
    int live = 0;
    for (int i = 0; i < size; i++) {
      if (heap[i].action() != null) {
        move(i, live++);
      }
    }
    Arrays.fill(heap, live, size, null);
    size = live;
    cancelled = 0;
    for (int i = (live - 2) >> 2; i >= 0; i--) {
      sink(i, heap[i], orders[i]);
    }
  }

  private Timer take() {
    Timer first = heap[0];
    size--;
    Timer last = heap[size];
    heap[size] = null;
    if (size > 0) {
      sink(0, last, orders[size]);
    }
    return first;
  }

  private void sink(int from, Timer timer, long order) {
    int hole = from;
    for (int child = 4 * hole + 1; child < size; child = 4 * hole + 1) {
      int least = child;
      for (int i = child + 1; i < Math.min(child + 4, size); i++) {
        if (isBefore(i, heap[least], orders[least])) {
          least = i;
        }
      }
      if (!isBefore(least, timer, order)) {
        break;
      }
      move(least, hole);
      hole = least;
    }
    heap[hole] = timer;
    orders[hole] = order;
  }

  private boolean isBefore(int index, Timer timer, long order) {
    long deadline = heap[index].deadline;
    return deadline < timer.deadline || (deadline == timer.deadline && orders[index] < order);
  }

  private void move(int from, int to) {
    heap[to] = heap[from];
    orders[to] = orders[from];
  }
}
