package dev.fermata;

/**
 * A snapshot of the values of all context variables, immutable; null stands for the empty one.
 *
 * <p>A loop holds the snapshot that the running code sees. A task gets it when it is created, a
 * callback when it is registered; each takes its own along while it runs.
 */
final class Variables {
  /** The snapshot of a thread that runs no loop. */
  private static final ThreadLocal<Variables> OUTSIDE = new ThreadLocal<>();

  private Variables() {}

  /** The snapshot that the calling code sees. */
  static Variables current() {
    EventLoop loop = EventLoop.runningOrNull();
    return loop == null ? OUTSIDE.get() : loop.variables;
  }

  /** The snapshot that the calling code sees, which probably runs in {@code loop}. */
  static Variables seenBy(EventLoop loop) {
    return loop.isInLoop() ? loop.variables : current();
  }

  /** Replaces the snapshot that the calling code sees. */
  static void setCurrent(Variables variables) {
    EventLoop loop = EventLoop.runningOrNull();
    if (loop != null) {
      loop.variables = variables;
    } else if (variables == null) {
      OUTSIDE.remove();
    } else {
      OUTSIDE.set(variables);
    }
  }
}
