package dev.fermata.internal.loop;

/** A loop's time, and what the loop does when it has nothing to run. */
public abstract class Clock {
  /** The deadline of a loop without timers. */
  static final long NEVER = Long.MAX_VALUE;

  /** The longest sleep between two passes, asyncio's: 24 hours. */
  static final long LONGEST_PAUSE = 24 * 3_600_000_000_000L;

  /**
   * How long to wait, in real time, for threads that may call. After that nobody is expected to
   * call.
   */
  static final long MOMENT = 250_000_000L;

  /** The time that a virtual clock does not pass. */
  long limit = NEVER;

  /** How many have asked a virtual clock not to jump. */
  int holds;

  Clock() {}

  /** A clock that begins at 0 and follows {@link System#nanoTime()}. */
  public static Clock real() {
    return new RealClock();
  }

  /**
   * A clock that begins at 0 and jumps to the next deadline whenever its loop has nothing to run.
   */
  public static Clock virtual() {
    return new VirtualClock();
  }

  /** Whether the time stands still while anything runs. */
  final boolean isVirtual() {
    return this instanceof VirtualClock;
  }

  /** The time in nanoseconds since the clock was made. */
  public abstract long now();

  /**
   * Waits until the inbox is not empty or the time is {@code deadline}, at most for {@link
   * #LONGEST_PAUSE}.
   *
   * @param deadline the first timer's, or {@link #NEVER}
   * @param awaited what other threads are known to be working on for this loop
   * @param told whether this wait has returned false before
   * @return false when, as far as this clock knows, nothing can ever end the wait
   */
  abstract boolean pause(Inbox inbox, long deadline, OutsideWork awaited, boolean told);

  /** Waits without a deadline. */
  static boolean pause(Inbox inbox, OutsideWork awaited, boolean told) {
    // Even where no work is known, a thread may be about to call.
    boolean suspicious = awaited.isNone() && !told;
    return inbox.await(suspicious ? MOMENT : LONGEST_PAUSE) || !suspicious;
  }

  /** The time that passes by itself. */
  private static final class RealClock extends Clock {
    private final long origin = System.nanoTime();

    @Override
    public long now() {
      return System.nanoTime() - origin;
    }

    @Override
    boolean pause(Inbox inbox, long deadline, OutsideWork awaited, boolean told) {
      if (deadline == NEVER) {
        return pause(inbox, awaited, told);
      }
      inbox.await(Math.min(deadline - now(), LONGEST_PAUSE));
      return true;
    }
  }

  /**
   * The time that stands still while anything runs.
   *
   * <p>Work in other threads takes no virtual time: before a jump, the clock waits a second of real
   * time for the jobs that run elsewhere. If none arrives, the clock does not wait again until
   * something changes. So a job that itself waits for the loop costs only one such second. The
   * clock does not wait for stages, because a timer may complete them, unless somebody holds the
   * clock.
   */
  private static final class VirtualClock extends Clock {
    private long now;
    private int changesSeen = -1;

    @Override
    public long now() {
      return now;
    }

    @Override
    boolean pause(Inbox inbox, long deadline, OutsideWork awaited, boolean told) {
      if (deadline == NEVER || holds > 0) {
        return pause(inbox, awaited, told);
      }
      if (awaited.jobs() > 0 && awaited.changes() != changesSeen) {
        if (inbox.await(4 * MOMENT)) {
          return true;
        }
        changesSeen = awaited.changes();
      }
      if (deadline > limit) {
        return false;
      }
      now += Math.min(deadline - now, LONGEST_PAUSE);
      return true;
    }
  }
}
