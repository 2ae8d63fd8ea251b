package dev.fermata;

/**
 * The part of a task that a {@code withTimeout} limits, from its beginning to its end.
 *
 * <p>When the deadline passes, the task is cancelled at the point where it waits; a {@link
 * CancelledError} that then leaves the scope becomes a {@link TimeoutException}. A scope belongs to
 * the thread of the task's event loop, but any thread may read its state.
 *
 * <p>asyncio: {@code asyncio.Timeout}.
 */
public interface TimeoutScope {
  /**
   * Returns the deadline. May be called from any thread.
   *
   * <p>asyncio: {@code Timeout.when}.
   *
   * @return nanoseconds on the clock of {@link EventLoop#time}; null when there is none
   */
  Long when();

  /**
   * Returns whether the deadline has passed while the body ran. May be called from any thread.
   *
   * <p>asyncio: {@code Timeout.expired}.
   *
   * @return true from then on
   */
  boolean expired();

  /**
   * Moves the deadline.
   *
   * <p>asyncio: {@code Timeout.reschedule}.
   *
   * @param nanos the new one, on the clock of {@link EventLoop#time}; when it is past, the task is
   *     cancelled in the loop's next pass
   * @throws IllegalStateException when the deadline has passed already, or the body has ended
   */
  void reschedule(long nanos);

  /**
   * Moves or removes the deadline.
   *
   * <p>asyncio: {@code Timeout.reschedule}.
   *
   * @param nanos as in {@link #reschedule(long)}; null: no deadline any more
   * @throws IllegalStateException when the deadline has passed already, or the body has ended
   */
  void reschedule(Long nanos);

  /**
   * The code that runs in a scope.
   *
   * <p>asyncio: {@code async with}.
   *
   * @param <T> the type of its value
   */
  @FunctionalInterface
  interface Body<T> {
    /**
     * Begins the body; called in the scope.
     *
     * <p>asyncio: {@code async with}.
     *
     * @param scope the scope, to look at or move its deadline
     * @return the coroutine that carries the body out, not null
     * @throws Exception what the body throws
     */
    Coroutine<T> start(TimeoutScope scope) throws Exception;
  }
}
