package dev.fermata.loop;

import java.util.Random;

/** The handles that are ready to run, first in, first out: a ring that grows. */
final class ReadyQueue {
  private Object[] ring = new Object[64];
  private int head;
  private int tail;

  void add(Object handle) {
    if (tail - head == ring.length) {
      grow();
    }
    ring[tail++ & (ring.length - 1)] = handle;
  }

  /** Takes the first handle; the queue must not be empty. */
  Object take() {
    int index = head++ & (ring.length - 1);
    Object handle = ring[index];
    ring[index] = null;
    return handle;
  }

  int size() {
    return tail - head;
  }

  boolean isEmpty() {
    return tail == head;
  }

  /** Brings what is here into another order. */
  void shuffle(Random random) {
    for (int i = size() - 1; i > 0; i--) {
      int one = (head + i) & (ring.length - 1);
      int other = (head + random.nextInt(i + 1)) & (ring.length - 1);
      Object handle = ring[one];
      ring[one] = ring[other];
      ring[other] = handle;
    }
  }

  /** Doubles the ring, the first handle at its beginning. */
  private void grow() {
    int size = ring.length;
    Object[] larger = new Object[size * 2];
    int first = head & (size - 1);
    System.arraycopy(ring, first, larger, 0, size - first);
    System.arraycopy(ring, 0, larger, size - first, first);
    ring = larger;
    head = 0;
    tail = size;
  }
}
