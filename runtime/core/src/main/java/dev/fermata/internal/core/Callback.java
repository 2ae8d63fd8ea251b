package dev.fermata.internal.core;

import dev.fermata.Future;
import java.util.List;

/**
 * What can stand in a loop's ready queue besides tasks and sleepers: handles, and the callbacks of
 * futures.
 */
public abstract class Callback {
  protected Callback() {}

  /** Runs this, on the loop's thread, outside of any task. */
  protected abstract void run() throws Throwable;

  /** The stack that registered this, the innermost element first; null when it is not known. */
  protected List<StackTraceElement> origin() {
    return null;
  }

  /** The futures or tasks that this completes or wakes; empty when they are not known. */
  protected List<? extends Future<?>> wakes() {
    return List.of();
  }

  /** Called when the loop has been closed and will never run this. */
  protected void drop() {}

  /** Whether this is a timer that need not run any more. */
  protected boolean isOver() {
    return false;
  }

  /** The name of a user's callback in reports; a lambda is named by the class that contains it. */
  protected static String nameOf(Object callback) {
    String type = callback.getClass().getName();
    int lambda = type.indexOf("$$Lambda");
    return lambda < 0 ? Words.of(callback) : "lambda of " + type.substring(0, lambda);
  }

  /** A callback of the runtime's own, which does not fail. */
  public static Callback of(Runnable action) {
    return new Callback() {
      @Override
      protected void run() {
        action.run();
      }

      @Override
      public String toString() {
        return nameOf(action);
      }
    };
  }
}
