package dev.fermata.samples.benchmarks;

import dev.fermata.samples.benchmarks.report.Report;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;

/** The jar's main class: {@code report} makes the whole table, anything else is for JMH. */
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs a report, or JMH. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("report")) {
      Report.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    } else {
      Main.main(withPeers(arguments, System.out));
    }
  }

  /** Leaves out the peers that this JDK cannot run, unless the caller names peers. */
  private static String[] withPeers(String[] arguments, PrintStream out) {
    List<String> all = new ArrayList<>(List.of(arguments));
    boolean named = all.stream().anyMatch(argument -> argument.contains("peer="));
    if (!named && !Peers.names().contains("virtual")) {
      out.println("Virtual threads need JDK 21 or later, and are left out.");
      all.add("-p");
      all.add("peer=" + String.join(",", Peers.names()));
    }
    return all.toArray(String[]::new);
  }
}
