package dev.fermata.internal.wait;

import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.TaskContext;

/**
 * The common base of the synchronisation primitives. Each belongs to the loop in which a task first
 * had to wait for it.
 */
public abstract class LoopBound {
  private LoopEngine engine;

  /**
   * Throws when this belongs to a loop that runs in another thread.
   *
   * @throws IllegalStateException then
   */
  protected final void checkThread() {
    if (engine != null) {
      engine.checkThread();
    }
  }

  /**
   * The loop of the running task, for a new waiter.
   *
   * @throws IllegalStateException when tasks of another loop have waited here, or no loop runs
   */
  protected final LoopEngine engine(Context context) {
    LoopEngine running = TaskContext.of(context).engine;
    if (engine == null) {
      engine = running;
    } else if (engine != running) {
      throw new IllegalStateException(this + " is bound to a different event loop");
    }
    return running;
  }
}
