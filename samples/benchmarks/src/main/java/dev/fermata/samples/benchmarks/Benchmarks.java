package dev.fermata.samples.benchmarks;

import dev.fermata.samples.benchmarks.report.Report;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.Main;

/** The jar's main class: {@code report} makes the whole table, anything else is for JMH. */
public final class Benchmarks {
  private static final String HELP =
      """
      Measures Fermata beside other ways to do the same work.

      %s

      Any other arguments are JMH's: -h tells its options, -l lists the benchmarks, and names run
      some, as in: yields -p peer=fermata,limit"""
          .formatted(Report.USAGE);

  private static final int WRONG_USAGE = 2;

  private Benchmarks() {}

  /** Runs a report, or JMH; tells how without arguments. */
  public static void main(String[] arguments) throws Exception {
    int exitCode = run(arguments, System.out, System.err);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Does what the arguments say, and gives the exit code. */
  static int run(String[] arguments, PrintStream out, PrintStream err) throws Exception {
    if (arguments.length == 0 || List.of("help", "--help").contains(arguments[0])) {
      out.println(HELP);
    } else if (arguments[0].equals("report")) {
      try {
        Report.run(List.of(arguments).subList(1, arguments.length), out);
      } catch (IllegalArgumentException e) {
        err.println("report: " + e.getMessage());
        err.println(Report.USAGE);
        return WRONG_USAGE;
      }
    } else {
      Main.main(withPeers(arguments, err));
    }
    return 0;
  }

  /** Leaves out the peers that this JDK cannot run, unless the caller names peers. */
  private static String[] withPeers(String[] arguments, PrintStream err) {
    List<String> all = new ArrayList<>(List.of(arguments));
    boolean named = all.stream().anyMatch(argument -> argument.contains("peer="));
    if (!named && !Peers.names().contains("virtual")) {
      err.println("Virtual threads need JDK 21 or later, and are left out.");
      all.add("-p");
      all.add("peer=" + String.join(",", Peers.names()));
    }
    return all.toArray(String[]::new);
  }
}
