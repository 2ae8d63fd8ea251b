package dev.fermata.internal.bridge;

import dev.fermata.internal.core.Throwables;

/**
 * The activations that have ended in a thread, and whose futures it is about to complete.
 *
 * <p>Internal design. To complete a future runs what awaits it, which may end in turn. If each
 * completed its future at its own end, a chain of them would need stack for each. So the first one
 * completes its future, and those that end inside of that are put into this queue; it completes
 * their futures one after the other.
 *
 * <p>What user code completes must have run its dependants when that call returns. A running body
 * is user code: what it completes finds no queue, and begins one. Of what is awaited by way of the
 * JDK's stages nobody can tell whether a function of the user's has completed it or they have among
 * themselves. There another queue is begun inside of the first one, as for user code, but only so
 * many inside of each other; then they are put into the innermost queue, as a chain of any length
 * needs it.
 */
final class Endings {
  /** So many queues may be begun inside of each other where it is not known who completes. */
  private static final int MOST_NESTED = 16;

  private final Endings outer;
  private final int depth;

  /** The activation whose future is completed now. */
  private DetachedContext completing;

  /** Those that follow, linked by {@link DetachedContext#follower}. */
  private DetachedContext first;

  private DetachedContext last;

  private Endings(Endings outer) {
    this.outer = outer;
    this.depth = outer == null ? 1 : outer.depth + 1;
  }

  /**
   * Completes the future of an activation that has ended, now or after those that ended before it.
   *
   * @param place the thread's {@link PerThread#place}
   * @param awaited what the activation has waited for last
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

  /** Goes on where the JVM had no memory or stack left, which may be there again by now. */
  private static void completeAgain(DetachedContext ended) {
    try {
      ended.complete();
    } catch (Throwable again) {
      // The first one is thrown when all the others have been completed.
    }
  }
}
