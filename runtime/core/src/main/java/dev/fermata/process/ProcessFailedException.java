package dev.fermata.process;

import dev.fermata.internal.process.ExitText;
import java.io.IOException;

/**
 * A program that was run has ended with another exit code than 0. The message has the command, the
 * code, and the end of the error output.
 *
 * <p>asyncio: none; {@code subprocess.run} raises {@code CalledProcessError}.
 */
public class ProcessFailedException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient ProcessResult result;

  /**
   * Makes an exception.
   *
   * @param result what has become of the program
   */
  public ProcessFailedException(ProcessResult result) {
    super(ExitText.of(result.command(), result.exitCode(), result.errorText()));
    this.result = result;
  }

  /**
   * What has become of the program, with all of its output.
   *
   * <p>asyncio: none; {@code CalledProcessError} has {@code returncode}, {@code stdout}, {@code
   * stderr}.
   *
   * @return the result; null in a copy that was serialized
   */
  public ProcessResult result() {
    return result;
  }
}
