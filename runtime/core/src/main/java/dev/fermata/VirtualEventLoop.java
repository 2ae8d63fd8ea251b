package dev.fermata;

import java.time.Duration;

/**
 * An event loop for tests, with a clock of its own: it begins at 0, stands still while anything
 * runs, and jumps to the next timer when nothing is ready. {@link EventLoop#createVirtual()} makes
 * one.
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
}
