package dev.fermata.process;

import java.io.File;
import java.io.IOException;
import java.util.Map;

/**
 * A program that was run has ended with another exit code than 0. The message has the command, the
 * code, and the end of the error output.
 *
 * <p>asyncio: none; {@code subprocess.run} raises {@code CalledProcessError}.
 */
public class ProcessFailedException extends IOException {
  private static final long serialVersionUID = 1;

  private static final int MOST_OF_COMMAND = 200;
  private static final int MOST_OF_ERRORS = 1_000;
  private static final int FIRST_SIGNAL = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 6, "SIGABRT", 9, "SIGKILL", 11, "SIGSEGV", 13,
          "SIGPIPE", 15, "SIGTERM");

  private final transient ProcessResult result;

  /**
   * Makes an exception.
   *
   * @param result what has become of the program
   */
  public ProcessFailedException(ProcessResult result) {
    super(message(result));
    this.result = result;
  }

  private static String message(ProcessResult result) {
    String words = String.join(" ", result.command());
    String tail = result.errorText().strip();
    return (words.length() > MOST_OF_COMMAND ? words.substring(0, MOST_OF_COMMAND) + "…" : words)
        + " has ended with exit code "
        + result.exitCode()
        + signal(result.exitCode())
        + (tail.isEmpty() ? ", and no error output" : ": " + end(tail));
  }

  private static String signal(int exitCode) {
    String name = SIGNALS.get(exitCode - FIRST_SIGNAL);
    return name == null || File.separatorChar != '/' ? "" : ", as behind " + name;
  }

  private static String end(String text) {
    int more = text.length() - MOST_OF_ERRORS;
    return more > 0 ? "…" + text.substring(more) : text;
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
