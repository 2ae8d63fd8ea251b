package dev.fermata.internal.loop;

/**
 * When a loop that is never idle polls: after 64 passes, after up to 256 while polls find nothing,
 * after some 1,000 handles, and a millisecond after the last poll.
 *
 * <p>A poll is a system call, many times as long as a pass of one task that yields. Even to look at
 * the clock takes several passes, so that it is looked at every 32 passes only; and more often,
 * down to each pass, when that many take long.
 */
final class PollSchedule {
  private static final int FEWEST_PASSES = 64;
  private static final int MOST_PASSES = 256;
  private static final int MOST_HANDLES = 1_000;
  private static final int LONGEST_STRIDE = 32;
  private static final long LATEST = 1_000_000;

  /** Where passes between two looks at the clock take less, there may be more of them. */
  private static final long SHORT = LATEST / 16;

  private int interval = FEWEST_PASSES;
  private int stride = 1;
  private long nextPoll;
  private long nextLook;
  private long polledAt = System.nanoTime();
  private long lookedAt = polledAt;

  PollSchedule() {}

  /** The number of the pass behind which {@link #isDue} is to be asked. */
  long nextLook() {
    return nextLook;
  }

  /** A poll is due before the next pass. */
  void setDue() {
    nextPoll = 0;
    nextLook = 0;
  }

  /**
   * Whether to poll now.
   *
   * @param passes how many there have been
   * @param ready how many handles the next one has
   */
  boolean isDue(long passes, int ready) {
    if (passes < nextLook && ready < MOST_HANDLES) {
      return false;
    }
    long now = System.nanoTime();
    adjustStride(now);
    if (passes >= nextPoll || now - polledAt >= LATEST || ready >= MOST_HANDLES) {
      return true;
    }
    plan(passes, ready);
    return false;
  }

  private void adjustStride(long now) {
    long taken = now - lookedAt;
    lookedAt = now;
    if (taken < SHORT) {
      stride = Math.min(stride * 2, LONGEST_STRIDE);
    } else if (taken > LATEST / 4) {
      stride = 1;
    }
  }

  private void plan(long passes, int ready) {
    nextPoll = Math.min(nextPoll, passes + Math.max(1, MOST_HANDLES / (ready + 1)));
    nextLook = Math.min(nextPoll, passes + stride);
  }

  /**
   * A poll has ended.
   *
   * @param passes how many there have been
   * @param ready how many handles the next one has
   * @param found whether it has found anything
   */
  void polled(long passes, int ready, boolean found) {
    interval = found ? FEWEST_PASSES : Math.min(interval * 2, MOST_PASSES);
    polledAt = System.nanoTime();
    // It may have waited, which says nothing of how long passes take.
    lookedAt = polledAt;
    nextPoll = passes + interval;
    plan(passes, ready);
  }
}
