package dev.fermata.sync;

/**
 * There was nothing to take from a queue.
 *
 * <p>asyncio: {@code asyncio.QueueEmpty}.
 */
public class QueueEmptyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception without a message. */
  public QueueEmptyException() {}

  /**
   * Makes an exception.
   *
   * @param message what went wrong; may be null
   */
  public QueueEmptyException(String message) {
    super(message);
  }
}
