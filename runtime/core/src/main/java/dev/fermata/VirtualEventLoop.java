package dev.fermata;

import java.time.Duration;

/**
 * An event loop for tests, with a clock of its own: it begins at 0, stands still while anything
 * runs, and jumps to the next timer when nothing is ready. {@link EventLoop#createVirtual()} makes
 * one.
 *
 * <p>While a job of {@link Fermata#toThread} or {@link #runInExecutor} is under way, the clock also
 * stands still. After a second of real time in which no job begins or ends it jumps, because the
 * job may itself wait for this loop. A {@link java.util.concurrent.CompletionStage} that a task
 * awaits does not stop the clock, because a timer may complete it. {@link #holdClock} stops it.
 *
 * <p>asyncio: none.
 */
public final class VirtualEventLoop extends EventLoop {
  VirtualEventLoop(Long seed) {
    super(true, seed);
  }

  /**
   * Runs what is ready, and what becomes ready meanwhile, until nothing is ready at the present
   * time. The clock stands still.
   *
   * <p>asyncio: none.
   *
   * @throws IllegalStateException when this loop or another one runs in this thread already
   */
  @Override
  public void runCurrent() {
    super.runCurrent();
  }

  /**
   * Moves the clock forward, and runs everything that becomes ready on the way, in the order of
   * time, including what is due at the end.
   *
   * <p>asyncio: none.
   *
   * @param duration how far; not negative
   * @throws IllegalStateException as {@link #runCurrent}
   */
  @Override
  public void advanceBy(Duration duration) {
    super.advanceBy(duration);
  }

  /**
   * Runs until nothing is ready, no timer is left, and no job of this loop is under way in another
   * thread. The clock jumps from timer to timer. Tasks that wait for anything else are left as they
   * are. This never returns while a task sleeps again and again.
   *
   * <p>asyncio: none.
   *
   * @throws IllegalStateException as {@link #runCurrent}
   */
  @Override
  public void advanceUntilIdle() {
    super.advanceUntilIdle();
  }

  /**
   * Sets a time that the clock does not pass. If all that is left to run is due later, the run
   * throws an {@link IllegalStateException} that tells which tasks wait, and where.
   *
   * <p>asyncio: none.
   *
   * @param limit the time since this loop was made
   * @throws IllegalArgumentException when it is negative
   */
  @Override
  public void setTimeLimit(Duration limit) {
    super.setTimeLimit(limit);
  }

  /**
   * Stops the clock until {@link #releaseClock} has been called as often as this. When nothing is
   * ready, the loop waits for other threads, in real time.
   *
   * <p>asyncio: none.
   */
  @Override
  public void holdClock() {
    super.holdClock();
  }

  /**
   * Takes one call of {@link #holdClock} back.
   *
   * <p>asyncio: none.
   *
   * @throws IllegalStateException when the clock is not held
   */
  @Override
  public void releaseClock() {
    super.releaseClock();
  }
}
