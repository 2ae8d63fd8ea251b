package dev.fermata.cli;

import java.io.PrintWriter;

/** Where the program starts and ends. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  // Terminals use the default charset up to JDK 17; later JDKs ask the stream for its own.
  @SuppressWarnings("DefaultCharset")
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    System.exit(FermataCommand.run(out, err, arguments));
  }
}
