package dev.fermata.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Prints what a running JVM answers. */
final class Answer {
  private static final int DONE = 0;
  private static final int UNREACHABLE = 1;

  private Answer() {}

  /**
   * Asks and prints.
   *
   * @return the exit code
   */
  static int print(CommandSpec spec, long pid, String question) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      String answer = new RunningJvm(Long.toString(pid)).ask(question);
      out.print(answer.isEmpty() ? "no event loops\n" : answer);
      out.flush();
      return DONE;
    } catch (RunningJvm.Unreachable e) {
      spec.commandLine().getErr().println("fermata: " + e.getMessage());
      return UNREACHABLE;
    }
  }
}
