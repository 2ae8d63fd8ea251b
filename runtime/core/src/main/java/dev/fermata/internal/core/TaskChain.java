package dev.fermata.internal.core;

import dev.fermata.Task;

/** A chain of tasks, each of which waits for the next. It may be longer than the stack is deep. */
final class TaskChain {
  private TaskChain() {}

  /** The unfinished task that {@code task} waits for; null when it waits for none. */
  static Task<?> next(Task<?> task) {
    return task.awaiting() instanceof Task<?> next && !next.isDone() ? next : null;
  }

  /**
   * The last task of the chain that begins at {@code first}; null when the chain is a circle. A
   * circle is found by comparing with an earlier task, which is replaced by a later one now and
   * then.
   */
  static Task<?> end(Task<?> first) {
    Task<?> last = first;
    Task<?> passed = first;
    long steps = 0;
    for (Task<?> next = next(first); next != null; next = next(next)) {
      if (next == passed) {
        return null;
      }
      last = next;
      steps++;
      if (Long.bitCount(steps) == 1) {
        passed = next;
      }
    }
    return last;
  }
}
