package dev.fermata;

/**
 * A future was completed twice, or asked for an outcome that it does not have yet.
 *
 * <p>asyncio: {@code asyncio.InvalidStateError}.
 */
public class InvalidStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception without a message. */
  public InvalidStateException() {}

  /**
   * Makes an exception.
   *
   * @param message what went wrong; may be null
   */
  public InvalidStateException(String message) {
    super(message);
  }
}
