package dev.fermata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The unfinished tasks of a loop in the order of their creation, linked through the tasks. */
final class TaskList {
  private Task<?> first;
  private Task<?> last;

  void add(Task<?> task) {
    if (first == null) {
      first = task;
    } else {
      last.next = task;
      task.previous = last;
    }
    last = task;
  }

  void remove(Task<?> task) {
    if (task.previous == null) {
      first = task.next;
    } else {
      task.previous.next = task.next;
    }
    if (task.next == null) {
      last = task.previous;
    } else {
      task.next.previous = task.previous;
    }
    task.previous = null;
    task.next = null;
  }

  boolean isEmpty() {
    return first == null;
  }

  /**
   * The tasks as another thread sees them while the loop goes on: some may be missing.
   *
   * @param most how many at most
   */
  List<Task<?>> glimpse(int most) {
    List<Task<?>> tasks = new ArrayList<>();
    for (Task<?> task = first; task != null && tasks.size() < most; task = task.next) {
      tasks.add(task);
    }
    return tasks;
  }

  Set<Task<?>> snapshot() {
    Set<Task<?>> tasks = new LinkedHashSet<>();
    for (Task<?> task = first; task != null; task = task.next) {
      tasks.add(task);
    }
    return Collections.unmodifiableSet(tasks);
  }
}
