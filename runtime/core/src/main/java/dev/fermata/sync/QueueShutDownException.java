package dev.fermata.sync;

/**
 * A queue takes or gives no more items, because it was shut down.
 *
 * <p>asyncio: {@code asyncio.QueueShutDown}.
 */
public class QueueShutDownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception without a message. */
  public QueueShutDownException() {}

  /**
   * Makes an exception.
   *
   * @param message what went wrong; may be null
   */
  public QueueShutDownException(String message) {
    super(message);
  }
}
