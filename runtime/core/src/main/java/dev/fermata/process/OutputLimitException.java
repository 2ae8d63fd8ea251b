package dev.fermata.process;

import java.io.IOException;
import java.util.List;

/**
 * A program that was run has written more than the limit, and has been ended for that. This has all
 * that was read until then.
 *
 * <p>asyncio: none; {@code communicate} takes whatever comes.
 */
public class OutputLimitException extends IOException {
  private static final long serialVersionUID = 1;

  private final int limit;
  private final byte[] stdout;
  private final byte[] stderr;

  /**
   * Makes an exception.
   *
   * @param command the program and its arguments
   * @param limit the most bytes that it may write to each output
   * @param stdout what was read of its output
   * @param stderr what was read of its error output
   */
  public OutputLimitException(List<String> command, int limit, byte[] stdout, byte[] stderr) {
    super(
        String.join(" ", command)
            + " has written more than the limit of "
            + limit
            + " bytes to its "
            + (stdout.length > limit ? "output" : "error output")
            + " and was ended; what was read of both is kept here."
            + " RunOptions.outputLimit sets the limit");
    this.limit = limit;
    this.stdout = stdout.clone();
    this.stderr = stderr.clone();
  }

  /**
   * The limit.
   *
   * <p>asyncio: none.
   *
   * @return the most bytes of each output
   */
  public int limit() {
    return limit;
  }

  /**
   * What was read of the standard output.
   *
   * <p>asyncio: none.
   *
   * @return a copy of the bytes
   */
  public byte[] stdout() {
    return stdout.clone();
  }

  /**
   * What was read of the standard error output.
   *
   * <p>asyncio: none.
   *
   * @return a copy of the bytes
   */
  public byte[] stderr() {
    return stderr.clone();
  }
}
