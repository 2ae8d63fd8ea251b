package dev.fermata;

/**
 * Thrown at the point where a task is suspended when the task, or the future that it awaits, is
 * cancelled.
 *
 * <p>It is an {@link Error}, so that {@code catch (Exception e)} does not swallow a cancellation.
 * Code that catches it to clean up should throw it again.
 *
 * <p>asyncio: {@code asyncio.CancelledError}.
 */
public class CancelledError extends Error {
  private static final long serialVersionUID = 1L;

  /** Makes an error without a message. */
  public CancelledError() {}

  /**
   * Makes an error.
   *
   * @param message why something was cancelled; may be null
   */
  public CancelledError(String message) {
    super(message);
  }

  /**
   * Returns the message that was given to {@code cancel}.
   *
   * <p>asyncio: {@code CancelledError.args}.
   *
   * @return the message, or null when none was given
   */
  public String message() {
    return getMessage();
  }
}
