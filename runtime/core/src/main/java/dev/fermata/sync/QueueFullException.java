package dev.fermata.sync;

/**
 * There was no room for an item in a queue.
 *
 * <p>asyncio: {@code asyncio.QueueFull}.
 */
public class QueueFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception without a message. */
  public QueueFullException() {}

  /**
   * Makes an exception.
   *
   * @param message what went wrong; may be null
   */
  public QueueFullException(String message) {
    super(message);
  }
}
