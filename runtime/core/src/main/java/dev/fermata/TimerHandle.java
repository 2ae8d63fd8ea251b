package dev.fermata;

/**
 * A callback that waits for its time.
 *
 * <p>asyncio: {@code asyncio.TimerHandle}.
 */
public final class TimerHandle extends Handle {
  private final long when;

  /**
   * Makes a handle; for this library, which alone has the permit.
   *
   * @param permit tells the loop
   * @param callback what to run
   * @param when nanoseconds on the loop's clock
   */
  public TimerHandle(Permit permit, Runnable callback, long when) {
    super(permit, callback);
    this.when = when;
  }

  /**
   * Returns the time for which the callback is scheduled.
   *
   * <p>asyncio: {@code TimerHandle.when}.
   *
   * @return nanoseconds on the loop's own clock, {@link EventLoop#time()}
   */
  public long when() {
    return when;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when the loop runs in another thread
   */
  @Override
  public void cancel() {
    withdrawTimer();
  }
}
