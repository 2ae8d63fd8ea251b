package dev.fermata;

/**
 * A deadline passed before the awaited thing was done; asyncio's {@code TimeoutError}. Its cause is
 * the {@link CancelledError} that interrupted the waiting code.
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
