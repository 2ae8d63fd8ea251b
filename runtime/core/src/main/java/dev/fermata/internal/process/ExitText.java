package dev.fermata.internal.process;

import java.io.File;
import java.util.List;
import java.util.Map;

/** Says how a program has ended. */
public final class ExitText {
  private static final int MOST_OF_COMMAND = 200;
  private static final int MOST_OF_ERRORS = 1_000;
  private static final int FIRST_SIGNAL = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 6, "SIGABRT", 9, "SIGKILL", 11, "SIGSEGV", 13,
          "SIGPIPE", 15, "SIGTERM");

  private ExitText() {}

  /** The command, its exit code and the end of its error output. */
  public static String of(List<String> command, int exitCode, String errors) {
    String words = String.join(" ", command);
    String tail = errors.strip();
    return (words.length() > MOST_OF_COMMAND ? words.substring(0, MOST_OF_COMMAND) + "…" : words)
        + " has ended with exit code "
        + exitCode
        + signal(exitCode)
        + (tail.isEmpty() ? ", and no error output" : ": " + end(tail));
  }

  private static String signal(int exitCode) {
    String name = SIGNALS.get(exitCode - FIRST_SIGNAL);
    return name == null || File.separatorChar != '/' ? "" : ", as behind " + name;
  }

  private static String end(String text) {
    return text.length() > MOST_OF_ERRORS
        ? "…" + text.substring(text.length() - MOST_OF_ERRORS)
        : text;
  }
}
