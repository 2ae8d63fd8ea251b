package dev.fermata.internal.loop;

import java.util.Random;

/**
 * The handles that are ready to run, first in, first out: a ring that grows and shrinks.
 *
 * <p>The engine extends it and does not refer to it: each suspension uses the queue twice, and
 * would have to read the reference each time.
 */
abstract class ReadyQueue {
  /** A larger ring may shrink to an eighth when less than a 64th of it is in use. */
  private static final int LARGE = 4096;

  private Object[] ring = new Object[64];
  private int head;
  private int tail;

  ReadyQueue() {}

  /**
   * Makes the engine call {@link #shrinkQueue} between two passes as long as the queue is large.
   */
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

  /** Brings the handles into a random order. */
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

  /**
   * Shrinks a large ring that is nearly empty, as it is after many tasks have begun and now wait.
   */
  final void shrinkQueue() {
    if (isQueueLarge() && readyCount() < ring.length / 64) {
      resize(ring.length / 8);
    }
  }

  /**
   * Moves to a ring of another length, which is a power of two; the first handle is at its
   * beginning.
   */
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
