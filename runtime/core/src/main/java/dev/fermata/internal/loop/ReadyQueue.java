package dev.fermata.internal.loop;

import java.util.Random;

/**
 * The handles that are ready to run, first in, first out: a ring that grows and shrinks.
 *
 * <p>It is the base of the engine and no part of it, because each suspension goes through it twice,
 * and would read the reference to it each time.
 */
abstract class ReadyQueue {
  /** A ring that is larger may be cut, to an eighth, when less than a 64th of it is in use. */
  private static final int LARGE = 4096;

  private Object[] ring = new Object[64];
  private int head;
  private int tail;

  ReadyQueue() {}

  /** Has {@link #shrinkQueue} called between two passes as long as the queue is large. */
  abstract void returnAfterPass();

  final void enqueue(Object handle) {
    if (tail - head == ring.length) {
      resize(ring.length * 2);
      returnAfterPass();
    }
    ring[tail++ & (ring.length - 1)] = handle;
  }

  /** Takes the first handle; the queue must not be empty. */
  final Object dequeue() {
    int index = head++ & (ring.length - 1);
    Object handle = ring[index];
    ring[index] = null;
    return handle;
  }

  final int readyCount() {
    return tail - head;
  }

  final boolean noneReady() {
    return tail == head;
  }

  /** Brings what is here into another order. */
  final void shuffleQueue(Random random) {
    for (int i = readyCount() - 1; i > 0; i--) {
      int one = (head + i) & (ring.length - 1);
      int other = (head + random.nextInt(i + 1)) & (ring.length - 1);
      Object handle = ring[one];
      ring[one] = ring[other];
      ring[other] = handle;
    }
  }

  /** Whether {@link #shrinkQueue} may have something to do. */
  final boolean isQueueLarge() {
    return ring.length > LARGE;
  }

  /** Gives up most of a large ring that is nearly empty: many tasks have begun and wait now. */
  final void shrinkQueue() {
    if (isQueueLarge() && readyCount() < ring.length / 64) {
      resize(ring.length / 8);
    }
  }

  /** Takes a ring of another length, a power of two, with the first handle at its beginning. */
  private void resize(int length) {
    int size = readyCount();
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
