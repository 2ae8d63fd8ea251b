package dev.fermata.samples.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process of the same JDK and class path, for what must not see the measuring program. */
final class Child {
  /** The serial collector otherwise leaves dead objects where moving others costs much. */
  static final String NO_DEAD_WOOD = "-XX:MarkSweepDeadRatio=0";

  private Child() {}

  /** Runs a main class to its end, and gives the lines that it prints. */
  static List<String> run(List<String> options, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = process.inputReader().lines().toList();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
    return lines;
  }

  /** The bytes of this process's heap that are in use after a collection. */
  static long usedHeap() {
    // References that the first collection clears hold objects until the second.
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The number behind a name in lines of "name number". */
  static double number(List<String> lines, String name) {
    Optional<String> line = lines.stream().filter(each -> each.startsWith(name + " ")).findFirst();
    return Double.parseDouble(line.orElseThrow().substring(name.length() + 1));
  }
}
