package dev.fermata.net;

import java.io.IOException;

/**
 * The input ended before all that was asked for had arrived.
 *
 * <p>asyncio: {@code IncompleteReadError}.
 */
public class IncompleteReadException extends IOException {
  private static final long serialVersionUID = 1;

  private final byte[] partial;
  private final int expected;

  /**
   * Makes an exception.
   *
   * @param partial what has arrived
   * @param expected how many bytes were asked for; -1 when that was not a number
   */
  public IncompleteReadException(byte[] partial, int expected) {
    super(
        "the input ended after "
            + partial.length
            + (expected < 0 ? " bytes, without a separator" : " of " + expected + " bytes"));
    this.partial = partial.clone();
    this.expected = expected;
  }

  /**
   * What has arrived; the reader has given it away by this.
   *
   * <p>asyncio: {@code IncompleteReadError.partial}.
   *
   * @return the bytes before the end of the input
   */
  public byte[] partial() {
    return partial.clone();
  }

  /**
   * How much was asked for.
   *
   * <p>asyncio: {@code IncompleteReadError.expected}.
   *
   * @return the number of bytes; -1 when that was not a number
   */
  public int expected() {
    return expected;
  }
}
