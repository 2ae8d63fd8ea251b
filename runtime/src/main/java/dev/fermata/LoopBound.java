package dev.fermata;

import dev.fermata.continuation.Context;

/**
 * The common base of the synchronisation primitives: each belongs to the loop in which a task first
 * had to wait at it.
 */
abstract class LoopBound {
  private EventLoop loop;

  /**
   * Throws when a loop in another thread uses this.
   *
   * @throws IllegalStateException then
   */
  final void checkThread() {
    if (loop != null) {
      loop.checkThread();
    }
  }

  /**
   * The loop of the running task, for a new waiter.
   *
   * @throws IllegalStateException when tasks of another loop have waited here, or no loop runs
   */
  final EventLoop loop(Context context) {
    EventLoop running = TaskContext.of(context).loop;
    if (loop == null) {
      loop = running;
    } else if (loop != running) {
      throw new IllegalStateException(this + " is bound to a different event loop");
    }
    return running;
  }
}
