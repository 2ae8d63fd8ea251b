package dev.fermata.checks.ways;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process, or a shell that starts some, of the JDK that runs the tests. */
final class Jvm {
  private static final Path HOME = Path.of(System.getProperty("java.home"));

  private final List<String> command;
  private final Process process;
  private final Path out;

  private Jvm(Path directory, List<String> command) throws IOException {
    this.command = command;
    this.out = Files.createTempFile("jvm", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder
        .environment()
        .merge("PATH", "", (path, none) -> HOME.resolve("bin") + File.pathSeparator + path);
    this.process = builder.start();
  }

  /** Starts {@code java} with these arguments. */
  static Jvm java(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("bin/java").toString());
    // It ends before optimized code pays for itself.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(arguments);
    return new Jvm(Path.of("").toAbsolutePath(), command);
  }

  /** Starts a shell that runs a command and ends where it fails. */
  static Jvm shell(Path directory, String command) throws IOException {
    return new Jvm(directory, List.of("bash", "-euo", "pipefail", "-c", command));
  }

  /**
   * Waits for the end of the process.
   *
   * @return the lines that it has printed, on both streams
   * @throws IllegalStateException when it fails, or takes more than two minutes
   */
  List<String> output() throws IOException, InterruptedException {
    try {
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      String text = Files.readString(out, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(
            String.join(" ", command)
                + (ended ? "\nended with " + process.exitValue() : "\ndid not end")
                + " and printed\n"
                + text);
      }
      return text.lines().toList();
    } finally {
      process.destroyForcibly();
      Files.delete(out);
    }
  }
}
