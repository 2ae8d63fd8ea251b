package dev.fermata.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.agent.programs.Idle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what the agent costs a program without asynchronous methods, javac on the transformer's
 * own sources, and writes it to {@code target/agent-cost.md}. Beside it stands an agent that does
 * nothing, for the JVM starts slower with any agent.
 *
 * <p>The build runs it once each way, on one source, to see that it can be measured; {@code
 * -Dfermata.cost.rounds=15} runs it so many times each, in turn, on all.
 */
class AgentCostIT {
  private static final int ROUNDS = Integer.getInteger("fermata.cost.rounds", 0);
  private static final Path SOURCES = Path.of("src/main/java").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void aProgramWithoutAsynchronousMethodsRunsUnderTheAgent() throws Exception {
    Map<String, List<String>> agents = new LinkedHashMap<>();
    agents.put("no agent", List.of());
    agents.put("an agent that does nothing", List.of("-javaagent:" + idleAgent()));
    agents.put("Fermata's agent", List.of(Jvm.agent("")));
    Map<String, List<Double>> times = new LinkedHashMap<>();
    int rounds = Math.max(1, ROUNDS);
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, List<String>> agent : agents.entrySet()) {
        times
            .computeIfAbsent(agent.getKey(), name -> new ArrayList<>())
            .add(compile(agent.getValue()));
      }
    }
    Files.write(Path.of("target", "agent-cost.md"), table(rounds, times));
  }

  private static List<String> table(int rounds, Map<String, List<Double>> times) {
    List<String> lines = new ArrayList<>();
    lines.add("| Medians of " + rounds + " runs each | ms | more than without |");
    lines.add("| --- | ---: | ---: |");
    double without = median(times.values().iterator().next());
    times.forEach(
        (name, all) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.1f %% |",
                    name,
                    median(all),
                    100 * (median(all) / without - 1))));
    return lines;
  }

  /** A jar with an agent in it. */
  private Path idleAgent() throws IOException {
    Path jar = directory.resolve("idle.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", Idle.class.getName());
    String name = Idle.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new ZipEntry(name));
      Files.copy(Path.of(Jvm.locationOf(Idle.class), name), out);
    }
    return jar;
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
