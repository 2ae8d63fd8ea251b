package dev.fermata.sync;

/**
 * A barrier was reset or aborted while a task waited at it.
 *
 * <p>asyncio: {@code asyncio.BrokenBarrierError}.
 */
public class BrokenBarrierException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception without a message. */
  public BrokenBarrierException() {}

  /**
   * Makes an exception.
   *
   * @param message what went wrong; may be null
   */
  public BrokenBarrierException(String message) {
    super(message);
  }
}
