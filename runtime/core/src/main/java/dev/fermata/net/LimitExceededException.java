package dev.fermata.net;

import java.io.IOException;

/**
 * A line, or what was to be read as a whole, is longer than the limit. Nothing is lost: the reader
 * still has all bytes, for {@link StreamReader#read(int)}.
 *
 * <p>asyncio: {@code LimitOverrunError}.
 */
public class LimitExceededException extends IOException {
  private static final long serialVersionUID = 1;

  private final int limit;

  /**
   * Makes an exception.
   *
   * @param what what is too long
   * @param limit the most bytes it may have
   */
  public LimitExceededException(String what, int limit) {
    super(what + " is longer than the limit of " + limit + " bytes; the reader still has it");
    this.limit = limit;
  }

  /**
   * The limit.
   *
   * <p>asyncio: {@code LimitOverrunError}.
   *
   * @return the most bytes
   */
  public int limit() {
    return limit;
  }
}
