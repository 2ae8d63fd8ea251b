package dev.fermata.checks.conformance;

import static dev.fermata.checks.conformance.Rule.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.EventLoop;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What Ctrl-C does to a program: a JVM of its own gets real signals. Where asyncio throws a
 * KeyboardInterrupt, the process here ends by the signal, as it would without Fermata. (While it
 * ends, its main thread may still come to print an error, which is not looked at.)
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGINT")
@Timeout(60)
class InterruptTest {
  private static final int KILLED_BY_SIGINT = 130;

  private final List<String> lines = new ArrayList<>();
  private Process process;
  private BufferedReader output;

  /** The first interrupt cancels main; its finally runs; then the process ends by the signal. */
  @Test
  @Shows({R61})
  void c63AnInterruptCancelsMainAndThenEndsTheProcess() throws Exception {
    start("main");
    readUntil("ready");
    interrupt();
    assertEquals(KILLED_BY_SIGINT, end());
    assertEquals(
        List.of("ready", "main sees CancelledError, cancelling 1", "cleanup awaited"), lines);
  }

  /** A main that swallows the cancellation gives its value. */
  @Test
  @Shows({R61})
  void c63AMainThatSwallowsTheInterruptGivesItsValue() throws Exception {
    start("swallow");
    readUntil("ready");
    interrupt();
    assertEquals(0, end());
    assertEquals(List.of("ready", "result swallowed"), lines);
  }

  /** The second interrupt ends the process at once, whatever main is doing. */
  @Test
  @Shows({R61})
  void c63ASecondInterruptEndsTheProcessAtOnce() throws Exception {
    start("stubborn");
    readUntil("ready");
    interrupt();
    readUntil("cleaning up");
    interrupt();
    assertEquals(KILLED_BY_SIGINT, end());
    assertEquals(List.of("ready", "cleaning up"), lines);
  }

  private void start(String coroutine) throws Exception {
    List<String> command = new ArrayList<>();
    if (ignoresInterrupts()) {
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    String classPath = home(EventLoop.class) + File.pathSeparator + home(InterruptTest.class);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.addAll(List.of(InterruptedProgram.class.getName(), coroutine));
    process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    output = process.inputReader();
  }

  private static Path home(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Whether this process was started so that SIGINT is ignored, which its children inherit. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(mask -> (mask & 2) != 0);
  }

  private void readUntil(String wanted) throws IOException {
    String line = output.readLine();
    while (line != null && !line.equals(wanted)) {
      lines.add(line);
      line = output.readLine();
    }
    lines.add(line);
  }

  private void interrupt() throws Exception {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }

  /** Reads what is left to read, and gives the process's status. */
  private int end() throws Exception {
    output.lines().forEach(lines::add);
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, "the process goes on");
    return process.exitValue();
  }
}
