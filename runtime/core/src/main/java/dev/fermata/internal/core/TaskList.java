package dev.fermata.internal.core;

import dev.fermata.Task;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The unfinished tasks of a loop in the order of their creation, linked through the tasks. */
public final class TaskList {
  private Task<?> first;
  private Task<?> last;

  void add(Task<?> task) {
    if (first == null) {
      first = task;
    } else {
      last.next = task;
      task.coroutine().follow(last);
    }
    last = task;
  }

  void remove(Task<?> task) {
    Task<?> previous = task.coroutine().previous();
    Task<?> next = task.next;
    if (previous == null) {
      first = next;
    } else {
      previous.next = next;
      task.coroutine().follow(null);
    }
    if (next == null) {
      last = previous;
    } else {
      next.coroutine().follow(previous);
    }
    task.next = null;
  }

  public boolean isEmpty() {
    return first == null;
  }

  /**
   * Passes on all tasks. A thread other than the loop's may miss some.
   *
   * @return how many there are
   */
  public int each(Consumer<Task<?>> viewer) {
    int count = 0;
    for (Task<?> task = first; task != null; task = task.next) {
      viewer.accept(task);
      count++;
    }
    return count;
  }

  public Set<Task<?>> snapshot() {
    Set<Task<?>> tasks = new LinkedHashSet<>();
    for (Task<?> task = first; task != null; task = task.next) {
      tasks.add(task);
    }
    return Collections.unmodifiableSet(tasks);
  }
}
