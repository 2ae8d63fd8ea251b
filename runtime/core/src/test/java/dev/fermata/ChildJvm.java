package dev.fermata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, which gets real signals. */
final class ChildJvm implements AutoCloseable {
  /** 128 and the number of the signal: what a process that it ended leaves. */
  static final int ENDED_BY_SIGTERM = 143;

  static final int ENDED_BY_SIGINT = 130;

  private final List<String> lines = new ArrayList<>();
  private final Path errors = Files.createTempFile("child", ".err");
  private final Process process;
  private final BufferedReader output;

  /** Starts the main class with the argument, and the JVM with the options. */
  ChildJvm(Class<?> main, String argument, String... options) throws Exception {
    List<String> command = withInterrupts();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", ClassPath.ofTests(), main.getName(), argument));
    process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * The beginning of a command whose process takes SIGINT even if this one was started to ignore
   * it, as a shell starts jobs in the background; nothing where the system cannot do that.
   */
  private static List<String> withInterrupts() throws InterruptedException {
    List<String> env = List.of("env", "--default-signal=INT");
    try {
      List<String> probe = new ArrayList<>(env);
      probe.add("true");
      boolean works = new ProcessBuilder(probe).start().waitFor() == 0;
      return works ? new ArrayList<>(env) : new ArrayList<>();
    } catch (IOException e) {
      return new ArrayList<>();
    }
  }

  /** Waits until the program prints that line. */
  ChildJvm until(String wanted) throws IOException {
    String line;
    do {
      line = output.readLine();
      assertTrue(line != null, () -> "no line " + wanted + " in " + lines + errorsSoFar());
      lines.add(line);
    } while (!line.equals(wanted));
    return this;
  }

  /** Sends a signal, given by its name without "SIG". */
  ChildJvm send(String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertEquals(0, kill.waitFor());
    return this;
  }

  /** Waits for the end of the process, with that status, and gives all that it has printed. */
  List<String> end(int status) throws Exception {
    output.lines().forEach(lines::add);
    assertTrue(process.waitFor(50, TimeUnit.SECONDS), () -> "still runs after " + lines);
    assertEquals(status, process.exitValue(), () -> lines + errorsSoFar());
    return lines;
  }

  /** The lines on standard error. */
  List<String> errors() throws IOException {
    return Files.readAllLines(errors);
  }

  private String errorsSoFar() {
    try {
      return " and on standard error " + errors();
    } catch (IOException e) {
      return " and nothing readable on standard error";
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(errors);
  }
}
