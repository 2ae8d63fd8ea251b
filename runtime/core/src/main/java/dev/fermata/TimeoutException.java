package dev.fermata;

/**
 * A deadline passed before the awaited thing was done. Its cause is the {@link CancelledError} that
 * interrupted the waiting code.
 *
 * <p>asyncio: {@code TimeoutError}.
 */
public class TimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception without a message. */
  public TimeoutException() {}

  /**
   * Makes an exception.
   *
   * @param message what went wrong; may be null
   */
  public TimeoutException(String message) {
    super(message);
  }
}
