package dev.fermata;

/** A callback that waits for its time; asyncio's {@code TimerHandle}. */
public final class TimerHandle extends Handle {
  private final long when;

  TimerHandle(EventLoop loop, Runnable callback, long when) {
    super(loop, callback);
    this.when = when;
  }

  /**
   * The time for which the callback is scheduled. asyncio's {@code TimerHandle.when}.
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
    loop().checkThread();
    if (isWaiting()) {
      loop().engine.noteTimerCancelled();
    }
    withdraw();
  }
}
