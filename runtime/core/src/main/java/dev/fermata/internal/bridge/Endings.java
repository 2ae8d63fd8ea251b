package dev.fermata.internal.bridge;

import dev.fermata.internal.core.Throwables;

/**
 * The activations that have ended in a thread and whose futures it is about to complete.
 *
 * <p>Internal design. Completing a future runs the activations that await it, and these may end in
 * turn. If each completed its own future at its end, a chain of them would need stack for each.
 * Instead, the first one completes its future, and those that end meanwhile are put into this
 * queue. Then the first one completes their futures, one after the other.
 *
 * <p>When user code completes a future, the dependants must have run when that call returns. A
 * running body is user code: what it completes finds no queue and begins one. For activations that
 * await through the JDK's stages, it is unknown whether a user's function has completed them, or
 * the stages have completed each other. These begin another queue inside of the first one, as for
 * user code, but only up to a limit. Beyond the limit they are put into the innermost queue, so
 * that a chain of any length needs no more stack.
 */
final class Endings {
  /** How many queues may be begun inside of each other when it is unknown who completes. */
  private static final int MOST_NESTED = 16;

  private final Endings outer;
  private final int depth;

  /** The activation whose future is completed now. */
  private DetachedContext completing;

  /** The activations that follow, linked by {@link DetachedContext#follower}. */
  private DetachedContext first;

  private DetachedContext last;

  private Endings(Endings outer) {
    this.outer = outer;
    this.depth = outer == null ? 1 : outer.depth + 1;
  }

  /**
   * Completes the future of an activation that has ended, now or after those that ended earlier.
   *
   * @param place the thread's {@link PerThread#place}
   * @param awaited what the activation waited for last
   */
  static void add(DetachedContext ended, Object[] place, Object awaited) {
    Endings current = (Endings) place[PerThread.ENDINGS];
    if (current == null) {
      new Endings(null).drain(ended, place);
    } else if (current.depth == MOST_NESTED || current.completing.isOf(awaited)) {
      current.append(ended);
    } else {
      new Endings(current).drain(ended, place);
    }
  }

  private void append(DetachedContext ended) {
    if (first == null) {
      first = ended;
    } else {
      last.setFollower(ended);
    }
    last = ended;
  }

  private void drain(DetachedContext ended, Object[] place) {
    Throwable fatal = null;
    place[PerThread.ENDINGS] = this;
    for (DetachedContext next = ended; next != null; next = poll()) {
      completing = next;
      try {
        next.complete();
      } catch (Throwable error) {
        fatal = error;
        completeAgain(next);
        place[PerThread.ENDINGS] = this;
      }
    }
    place[PerThread.ENDINGS] = outer;
    if (fatal != null) {
      throw Throwables.rethrow(fatal);
    }
  }

  private DetachedContext poll() {
    DetachedContext next = first;
    if (next != null) {
      first = next.follower();
      next.setFollower(null);
    }
    return next;
  }

  /** Goes on after an error for lack of memory or stack. There may be enough again by now. */
  private static void completeAgain(DetachedContext ended) {
    try {
      ended.complete();
    } catch (Throwable again) {
      // The first error is thrown when all other futures have been completed.
    }
  }
}
