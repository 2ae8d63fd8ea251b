package dev.fermata.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what the agent costs a program without asynchronous methods, javac on the transformer's
 * own sources, and writes it to {@code target/agent-cost.md}.
 *
 * <p>The build runs it once with the agent and once without, on one source, to see that it can be
 * measured; {@code -Dfermata.cost.rounds=15} runs it so many times each, in turn, on all.
 */
class AgentCostIT {
  private static final int ROUNDS = Integer.getInteger("fermata.cost.rounds", 0);
  private static final Path SOURCES = Path.of("src/main/java").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void aProgramWithoutAsynchronousMethodsRunsUnderTheAgent() throws Exception {
    int rounds = Math.max(1, ROUNDS);
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      without.add(compile(List.of()));
      with.add(compile(List.of(Jvm.agent(""))));
    }

    double ratio = median(with) / median(without) - 1;
    Files.write(
        Path.of("target", "agent-cost.md"),
        List.of(
            "| Runs each | Without agent, ms | With agent, ms | More |",
            "| ---: | ---: | ---: | ---: |",
            String.format(
                Locale.ROOT,
                "| %d | %.0f | %.0f | %.1f %% |",
                rounds,
                median(without),
                median(with),
                100 * ratio)));
  }

  /** Compiles; gives the wall-clock time in milliseconds. */
  private double compile(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("-m", "jdk.compiler/com.sun.tools.javac.Main", "-nowarn"));
    command.addAll(List.of("-proc:none", "-d", directory.resolve("out").toString()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(sources());
    long start = System.nanoTime();
    Jvm.Outcome outcome = Jvm.run(directory, command);
    long end = System.nanoTime();
    assertEquals(0, outcome.exitCode(), outcome.toString());
    return (end - start) / 1e6;
  }

  private static List<String> sources() throws IOException {
    if (ROUNDS == 0) {
      return List.of(SOURCES.resolve("dev/fermata/agent/AgentOptions.java").toString());
    }
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".java")).sorted().toList();
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
