package dev.fermata.process;

import java.io.IOException;

/**
 * The program that was to be started does not exist.
 *
 * <p>asyncio: {@code FileNotFoundError}.
 */
public class ProgramNotFoundException extends IOException {
  private static final long serialVersionUID = 1;

  private final String program;

  /**
   * Makes an exception.
   *
   * @param program the first word of the command
   * @param cause the JDK's exception; may be null
   */
  public ProgramNotFoundException(String program, IOException cause) {
    super(
        "cannot start "
            + program
            + ": there is no such program, neither as a path nor in the folders of PATH (or what"
            + " interprets it is missing)",
        cause);
    this.program = program;
  }

  /**
   * The program.
   *
   * <p>asyncio: {@code FileNotFoundError.filename}.
   *
   * @return the first word of the command
   */
  public String program() {
    return program;
  }
}
