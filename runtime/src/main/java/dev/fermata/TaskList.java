package dev.fermata;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

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
   * Shows all tasks. Another thread than the loop's may miss some.
   *
   * @return how many there are
   */
  int each(Consumer<Task<?>> viewer) {
    int count = 0;
    for (Task<?> task = first; task != null; task = task.next) {
      viewer.accept(task);
      count++;
    }
    return count;
  }

  Set<Task<?>> snapshot() {
    Set<Task<?>> tasks = new LinkedHashSet<>();
    for (Task<?> task = first; task != null; task = task.next) {
      tasks.add(task);
    }
    return Collections.unmodifiableSet(tasks);
  }
}
