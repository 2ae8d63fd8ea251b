package dev.fermata.internal.observe;

import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Callbacks;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.Tasks;
import dev.fermata.internal.observe.Dump.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the tasks that go on when a future is done, directly or through other futures. It visits
 * each future once for a whole dump and without recursion, because paths may be long, and may part
 * and meet again many times.
 */
final class Awaiters {
  private final Map<Task<?>, Entry> entries;

  /** The tasks found so far; none for a future that is still being visited. */
  private final Map<Future<?>, Set<Entry>> found = new LinkedHashMap<>();

  /** The futures of this loop that tasks wait for as stages. */
  private final Map<Future<?>, List<Future<?>>> views = new LinkedHashMap<>();

  private final ArrayDeque<Visit> way = new ArrayDeque<>();

  Awaiters(Map<Task<?>, Entry> entries) {
    this.entries = entries;
    for (Task<?> task : entries.keySet()) {
      Future<?> viewed =
          Tasks.awaiting(task) instanceof Future<?> future ? Futures.viewed(future) : null;
      if (viewed != null) {
        views.computeIfAbsent(viewed, key -> new ArrayList<>()).add(task);
      }
    }
  }

  /** The tasks that wait for {@code task}, in the order in which they began to wait. */
  Set<Entry> of(Task<?> task) {
    way.clear();
    Visit first = begin(task);
    while (!way.isEmpty()) {
      Visit visit = way.peek();
      if (!visit.woken.hasNext()) {
        end(visit);
      } else {
        follow(visit.woken.next(), visit);
      }
    }
    return first.awaiters;
  }

  private Visit begin(Future<?> future) {
    List<Future<?>> woken = new ArrayList<>();
    for (Object waiter : Futures.waiters(future)) {
      if (waiter instanceof Task<?> task) {
        woken.add(task);
      } else if (waiter instanceof Callback ready) {
        woken.addAll(Callbacks.wakes(ready));
      }
    }
    woken.addAll(views.getOrDefault(future, List.of()));
    Visit visit = new Visit(future, woken.iterator());
    found.put(future, Set.of());
    way.push(visit);
    return visit;
  }

  private void follow(Future<?> woken, Visit visit) {
    if (woken instanceof Task<?> task) {
      Entry entry = entries.get(task);
      if (entry != null) {
        visit.add(Set.of(entry));
      }
      return;
    }
    Set<Entry> known = found.get(woken);
    if (known == null) {
      begin(woken);
    } else {
      visit.add(known);
    }
  }

  private void end(Visit visit) {
    way.pop();
    found.put(visit.future, visit.awaiters);
    if (!way.isEmpty()) {
      way.peek().add(visit.awaiters);
    }
  }

  /** A future whose waiters are being visited. */
  private static final class Visit {
    private final Future<?> future;
    private final Iterator<Future<?>> woken;
    private Set<Entry> awaiters = Set.of();

    /** Whether this visit has made the set. */
    private boolean own;

    Visit(Future<?> future, Iterator<Future<?>> woken) {
      this.future = future;
      this.woken = woken;
    }

    void add(Set<Entry> more) {
      if (awaiters.isEmpty()) {
        awaiters = more;
      } else if (!more.isEmpty()) {
        if (!own) {
          awaiters = new LinkedHashSet<>(awaiters);
          own = true;
        }
        awaiters.addAll(more);
      }
    }
  }
}
