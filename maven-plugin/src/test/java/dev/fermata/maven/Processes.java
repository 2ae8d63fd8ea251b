package dev.fermata.maven;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs as a user does. */
final class Processes {
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
  private static final int LIMIT_SECONDS = 120;

  private Processes() {}

  /** What a program printed to both streams, by lines, and its exit code. */
  record Outcome(int exitCode, List<String> lines) {}

  /** Runs {@code java}. */
  static Outcome java(Path directory, String... arguments)
      throws IOException, InterruptedException {
    return run(directory, JAVA_HOME.resolve("bin/java"), List.of(arguments));
  }

  /** Runs a program. */
  static Outcome run(Path directory, Path program, List<String> arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    builder.command().addAll(arguments);
    builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
    // Maven ends before optimized code pays for itself.
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
    builder.directory(directory.toFile()).redirectErrorStream(true);
    Process process = builder.redirectOutput(output.toFile()).start();
    try {
      assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "the program does not end");
      return new Outcome(process.exitValue(), Files.readAllLines(output, Charset.defaultCharset()));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
