package dev.fermata.internal.core;

import dev.fermata.Task;
import dev.fermata.internal.loop.Engine;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What runs when a future is done, where that was ever more than one thing: {@link Task}s and
 * {@link Callback}s in the order in which they came, none of them twice.
 *
 * <p>It is a list, until one of many is withdrawn: where that happens once it happens often, as
 * when thousands of tasks give up waiting for the same future at the same moment, and to look for
 * each in the list would take quadratic time.
 */
final class Waiters {
  /** Among fewer than these, one that is withdrawn is looked for. */
  private static final int MANY = 32;

  /** Null where there is the set. */
  private Object[] list;

  private int size;

  /** In place of the list; by identity, for waiters define no other equality. */
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

  /** Withdraws one, if it is here. */
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
   * Withdraws those that a condition holds for.
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

  /** A copy, for another thread perhaps, which may find it in the midst of a change. */
  List<Object> copy() {
    Set<Object> some = set;
    return some == null ? Arrays.asList(Arrays.copyOf(list, size)) : List.copyOf(some);
  }
}
