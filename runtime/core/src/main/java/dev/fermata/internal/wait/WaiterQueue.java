package dev.fermata.internal.wait;

import dev.fermata.internal.core.LoopEngine;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks that wait at a synchronisation primitive, first come, first served.
 *
 * <p>A waiter stays in the queue until its task takes it out, even after it has been woken or
 * cancelled: whether somebody waits, and who is next, depends on that. A waiter is its own link, so
 * it can be removed from the middle in constant time.
 */
public final class WaiterQueue {
  private Waiter first;
  private Waiter last;

  /** No waiter before this one can be woken any more. This makes it cheap to wake many in a row. */
  private Waiter asleep;

  private int size;

  /** How many of the waiters are cancelled. */
  private int cancelled;

  public boolean isEmpty() {
    return first == null;
  }

  public int size() {
    return size;
  }

  /** The longest waiting one; null when the queue is empty. */
  public Waiter first() {
    return first;
  }

  /** A copy of the queue. */
  public List<Waiter> all() {
    List<Waiter> all = new ArrayList<>();
    for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
      all.add(waiter);
    }
    return all;
  }

  /** Appends a new waiter of {@code loop}. */
  public Waiter add(LoopEngine engine) {
    Waiter waiter = new Waiter(engine);
    waiter.queue = this;
    waiter.previous = last;
    if (last == null) {
      first = waiter;
    } else {
      last.next = waiter;
    }
    last = waiter;
    if (asleep == null) {
      asleep = waiter;
    }
    size++;
    return waiter;
  }

  /** Takes a waiter out, if it is in the queue. */
  public void remove(Waiter waiter) {
    if (waiter.queue != this) {
      return;
    }
    waiter.queue = null;
    size--;
    if (waiter.isCancelled()) {
      cancelled--;
    }
    if (asleep == waiter) {
      asleep = waiter.next;
    }
    if (waiter.previous == null) {
      first = waiter.next;
    } else {
      waiter.previous.next = waiter.next;
    }
    if (waiter.next == null) {
      last = waiter.previous;
    } else {
      waiter.next.previous = waiter.previous;
    }
    waiter.previous = null;
    waiter.next = null;
  }

  /** Whether any waiter is not cancelled: it waits, or has been woken and has not run yet. */
  public boolean hasLive() {
    return size > cancelled;
  }

  /** One of the waiters has been cancelled. */
  void noteCancelled() {
    cancelled++;
  }

  /**
   * Wakes up to {@code count} waiters that have been neither woken nor cancelled, and leaves them
   * in the queue.
   */
  public int wake(int count) {
    int woken = 0;
    while (asleep != null && woken < count) {
      if (asleep.wake()) {
        woken++;
      }
      asleep = asleep.next;
    }
    return woken;
  }

  /** Takes waiters out until one of them could be woken. */
  public void pollAndWake() {
    boolean woken = false;
    while (first != null && !woken) {
      Waiter waiter = first;
      remove(waiter);
      woken = waiter.wake();
    }
  }

  /** Takes all waiters out and wakes them. */
  public void drainAndWake() {
    while (first != null) {
      Waiter waiter = first;
      remove(waiter);
      waiter.wake();
    }
  }
}
