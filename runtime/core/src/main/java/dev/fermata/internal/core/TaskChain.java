package dev.fermata.internal.core;

import dev.fermata.Task;

/** Tasks of which each waits for the next. There may be more than the stack has room for calls. */
final class TaskChain {
  private TaskChain() {}

  /** The unfinished task that {@code task} waits for; null when it waits for none. */
  static Task<?> next(Task<?> task) {
    return task.awaiting() instanceof Task<?> next && !next.isDone() ? next : null;
  }

  /**
   * The last task of the chain that begins at {@code first}. Null when it goes round in a circle:
   * then a task that has been passed, every now and then a later one, is met again.
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
