package dev.fermata.sync;

/**
 * A semaphore that cannot have more permits than it had at first. It detects a release too many.
 *
 * <p>asyncio: {@code asyncio.BoundedSemaphore}.
 */
public final class AsyncBoundedSemaphore extends AsyncSemaphore {
  private final int bound;

  /** Makes a semaphore with one permit. */
  public AsyncBoundedSemaphore() {
    this(1);
  }

  /**
   * Makes a semaphore.
   *
   * @param permits how many permits it has at first and at most
   * @throws IllegalArgumentException when that is negative
   */
  public AsyncBoundedSemaphore(int permits) {
    super(permits);
    bound = permits;
  }

  /**
   * Gives a permit back.
   *
   * <p>asyncio: {@code BoundedSemaphore.release}.
   *
   * @throws IllegalArgumentException when all permits are there already
   */
  @Override
  public void release() {
    checkThread();
    if (permits() >= bound) {
      throw new IllegalArgumentException("BoundedSemaphore released too many times");
    }
    super.release();
  }
}
