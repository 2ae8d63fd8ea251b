package dev.fermata.internal.core;

import dev.fermata.Task;
import dev.fermata.internal.loop.Engine;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The waiters of a future that has ever had more than one: {@link Task}s and {@link Callback}s in
 * the order in which they came, none of them twice.
 *
 * <p>It is a list, until one of many waiters is removed. If that happens once, it happens often, as
 * when thousands of tasks stop waiting for the same future at the same time. To search the list for
 * each would take quadratic time, so it becomes a set.
 */
final class Waiters {
  /** With fewer waiters than this, the list is searched. */
  private static final int MANY = 32;

  /** Null when the set is in use. */
  private Object[] list;

  private int size;

  /** Replaces the list. It compares by identity, because waiters define no other equality. */
  private Set<Object> set;

  Waiters(Object first, Object second) {
    list = new Object[] {first, second};
    size = 2;
  }

  boolean isEmpty() {
    return set == null ? size == 0 : set.isEmpty();
  }

  void add(Object waiter) {
    if (set != null) {
      set.add(waiter);
      return;
    }
    if (size == list.length) {
      list = Arrays.copyOf(list, size + (size >> 1) + 1);
    }
    list[size++] = waiter;
  }

  /** Removes a waiter, if it is here. */
  void remove(Object waiter) {
    if (set == null && size >= MANY) {
      set = new LinkedHashSet<>(copy());
      list = null;
    }
    if (set != null) {
      set.remove(waiter);
    } else {
      removeIf(entry -> entry == waiter);
    }
  }

  /**
   * Removes the waiters for which a condition holds.
   *
   * @return how many
   */
  int removeIf(Predicate<Object> condition) {
    if (set != null) {
      int before = set.size();
      set.removeIf(condition);
      return before - set.size();
    }
    int left = 0;
    for (int i = 0; i < size; i++) {
      Object waiter = list[i];
      if (!condition.test(waiter)) {
        list[left++] = waiter;
      }
    }
    int removed = size - left;
    Arrays.fill(list, left, size, null);
    size = left;
    return removed;
  }

  /** Queues all of them. */
  void addTo(Engine engine) {
    if (set != null) {
      set.forEach(engine::add);
      return;
    }
    for (int i = 0; i < size; i++) {
      engine.add(list[i]);
    }
  }

  /** A copy. Another thread may call this, and see a change that is under way. */
  List<Object> copy() {
    Set<Object> some = set;
    return some == null ? Arrays.asList(Arrays.copyOf(list, size)) : List.copyOf(some);
  }
}
