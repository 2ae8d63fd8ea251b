package dev.fermata.loop;

import java.util.Random;

/** The handles that are ready to run, first in, first out: a ring that grows and shrinks. */
final class ReadyQueue {
  /** A ring that is larger may be cut, to an eighth, when less than a 64th of it is in use. */
  private static final int LARGE = 4096;

  private Object[] ring = new Object[64];
  private int head;
  private int tail;

  private final Engine engine;

  ReadyQueue(Engine engine) {
    this.engine = engine;
  }

  void add(Object handle) {
    if (tail - head == ring.length) {
      resize(ring.length * 2);
      // What is large is looked at before each pass, and what is not, never: it costs time.
      engine.returnAfterPass();
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

  /** Whether {@link #shrink} may have something to do. */
  boolean isLarge() {
    return ring.length > LARGE;
  }

  /** Gives up most of a large ring that is nearly empty: many tasks have begun and wait now. */
  void shrink() {
    if (isLarge() && size() < ring.length / 64) {
      resize(ring.length / 8);
    }
  }

  /** Takes a ring of another length, a power of two, with the first handle at its beginning. */
  private void resize(int length) {
    int size = size();
    Object[] other = new Object[length];
    int first = head & (ring.length - 1);
    int unbroken = Math.min(size, ring.length - first);
    System.arraycopy(ring, first, other, 0, unbroken);
    System.arraycopy(ring, 0, other, unbroken, size - unbroken);
    ring = other;
    head = 0;
    tail = size;
  }
}
