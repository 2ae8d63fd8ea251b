package dev.fermata.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Handles that other threads give to a loop, in the order of their arrival, and the loop thread's
 * sleep while there are none.
 *
 * <p>It is a stack of nodes. A thread that adds a handle does one compare-and-set. The loop takes
 * the whole stack by one exchange and reverses it.
 */
final class Inbox {
  private static final VarHandle TOP;

  static {
    try {
      TOP = MethodHandles.lookup().findVarHandle(Inbox.class, "top", Node.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What makes this not empty while the loop's thread is its host's; no handle. */
  private static final Object AWAY = new Object();

  private static final class Node {
    private final Object handle;
    private Node next;

    Node(Object handle) {
      this.handle = handle;
    }
  }

  private volatile Node top;

  /** The loop's thread while it sleeps or is about to. */
  private volatile Thread sleeper;

  boolean isEmpty() {
    return top == null;
  }

  /**
   * Makes this not empty until it is next drained, so that the loop notices even a handle of its
   * own thread.
   */
  void markAway() {
    push(new Node(AWAY));
  }

  private void push(Node node) {
    Node old;
    do {
      old = top;
      node.next = old;
    } while (!TOP.compareAndSet(this, old, node));
  }

  /** Adds a handle, from any thread, and wakes the loop. */
  void add(Object handle) {
    push(new Node(handle));
    Thread thread = sleeper;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Moves all that has arrived to {@code ready}. */
  void drainTo(ReadyQueue ready) {
    Node node = (Node) TOP.getAndSet(this, null);
    Node first = null;
    while (node != null) {
      Node next = node.next;
      node.next = first;
      first = node;
      node = next;
    }
    for (; first != null; first = first.next) {
      if (first.handle != AWAY) {
        ready.enqueue(first.handle);
      }
    }
  }

  /**
   * Whether a thread is interrupted. If it is of a user's class, and that class fails to tell, it
   * counts as not interrupted.
   */
  static boolean isInterrupted(Thread thread) {
    try {
      return thread.isInterrupted();
    } catch (Throwable refused) {
      return false;
    }
  }

  /**
   * Sleeps until something has arrived, {@code nanos} have passed, or the thread is interrupted.
   * The interrupt flag stays set.
   *
   * @return whether something has arrived
   */
  boolean await(long nanos) {
    long start = System.nanoTime();
    Thread thread = Thread.currentThread();
    sleeper = thread;
    try {
      long left = nanos;
      while (isEmpty() && left > 0 && !isInterrupted(thread)) {
        LockSupport.parkNanos(this, left);
        left = nanos - (System.nanoTime() - start);
      }
      return !isEmpty();
    } finally {
      sleeper = null;
    }
  }
}
