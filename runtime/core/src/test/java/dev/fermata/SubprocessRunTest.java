package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.SubprocessTest.shell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.process.OutputLimitException;
import dev.fermata.process.ProcessFailedException;
import dev.fermata.process.ProcessResult;
import dev.fermata.process.ProgramNotFoundException;
import dev.fermata.process.RunOptions;
import dev.fermata.process.Subprocess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are run from start to exit. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are a shell's")
@Timeout(60)
class SubprocessRunTest {
  private static final int MUCH = 1_048_576;

  private final List<Object> log = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    Leftovers.awaitNone();
  }

  private static ProcessResult run(ProcessBuilder builder, RunOptions options) {
    return Fermata.run(Script.of(s -> s.await(Subprocess.run(builder, options)), Script::result));
  }

  private static ProcessResult run(String program, RunOptions options) {
    return run(shell(program), options);
  }

  @Test
  void aResultHasTheExitCodeAndBothOutputs() {
    ProcessResult result = run("echo hello; echo oh >&2", RunOptions.defaults());
    assertEquals(0, result.exitCode());
    assertEquals("hello\n", result.outputText());
    assertEquals("oh\n", result.errorText());
    assertEquals("ProcessResult[sh -c echo hello; echo oh >&2, exit code 0]", result.toString());
  }

  @Test
  void inputGoesInWhileOutputComesOut() {
    byte[] much = new byte[MUCH];
    much[MUCH - 1] = 1;
    assertArrayEquals(much, run("cat", RunOptions.defaults().input(much)).stdout());
    assertEquals("text", run("cat", RunOptions.defaults().input("text")).outputText());
    assertEquals("", run("cat", RunOptions.defaults()).outputText());
  }

  @Test
  void inputThatTheProgramDoesNotReadIsNoError() {
    RunOptions much = RunOptions.defaults().input(new byte[MUCH]);
    assertEquals("done\n", run("exec <&-; echo done", much).outputText());
    assertEquals("done\n", run("echo done", much).outputText());
  }

  @Test
  void anotherExitCodeThanZeroIsAnErrorThatTellsTheEndOfTheErrors() {
    ProcessFailedException error =
        assertThrows(
            ProcessFailedException.class,
            () -> run("echo no such branch >&2; exit 3", RunOptions.defaults()));
    assertEquals(
        "sh -c echo no such branch >&2; exit 3 has ended with exit code 3: no such branch",
        error.getMessage());
    assertEquals(3, error.result().exitCode());
    assertEquals(
        "sh -c kill -9 $$ has ended with exit code 137, as behind SIGKILL, and no error output",
        assertThrows(ProcessFailedException.class, () -> run("kill -9 $$", RunOptions.defaults()))
            .getMessage());
    assertEquals(3, run("exit 3", RunOptions.defaults().check(false)).exitCode());
    String message =
        assertThrows(
                ProcessFailedException.class,
                () -> run("seq 2000 >&2; exit 1; " + "#".repeat(300), RunOptions.defaults()))
            .getMessage();
    assertTrue(message.startsWith("sh -c seq 2000 >&2; exit 1; ###"), message);
    assertTrue(message.contains("#… has ended with exit code 1: …"), message);
    assertTrue(message.endsWith("\n1999\n2000"), message);
    assertTrue(message.length() < 1_300, message);
  }

  @Test
  void aProgramThatDoesNotExistIsNamed(@TempDir Path folder) throws IOException {
    ProgramNotFoundException error =
        assertThrows(
            ProgramNotFoundException.class,
            () -> run(new ProcessBuilder("no-such-program", "x"), RunOptions.defaults()));
    assertEquals("no-such-program", error.program());
    assertEquals(
        "cannot start no-such-program: there is no such program, neither as a path nor in the"
            + " folders of PATH (or what interprets it is missing)",
        error.getMessage());
    String message =
        assertThrows(
                IOException.class,
                () -> run(shell("").directory(new File("/no/such")), RunOptions.defaults()))
            .getMessage();
    assertEquals("cannot start sh: its directory /no/such does not exist", message);
    Path locked = folder.resolve("locked");
    Files.writeString(locked, "x");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rw-------"));
    IOException refused =
        assertThrows(
            IOException.class,
            () -> run(new ProcessBuilder(locked.toString()), RunOptions.defaults()));
    assertTrue(refused.getMessage().startsWith("cannot start " + locked + ": "), refused::toString);
    assertTrue(refused.getMessage().contains("Permission denied"), refused::toString);
  }

  @Test
  @DisplayName("io 6: beyond the limit the program is ended, and nothing that was read is lost")
  void limit() {
    RunOptions options = RunOptions.defaults().outputLimit(10_000);
    OutputLimitException error =
        assertThrows(
            OutputLimitException.class, () -> run("echo first >&2; sleep 0.1; yes", options));
    assertEquals(10_000, error.limit());
    assertTrue(error.stdout().length > 10_000);
    assertEquals("first\n", new String(error.stderr(), UTF_8));
    assertEquals(
        "sh -c echo first >&2; sleep 0.1; yes has written more than the limit of 10000 bytes to its"
            + " output and was ended; what was read of both is kept here. RunOptions.outputLimit"
            + " sets the limit",
        error.getMessage());
    assertEquals(10_000, run("head -c 10000 /dev/zero", options).stdout().length);
    assertThrows(OutputLimitException.class, () -> run("head -c 10001 /dev/zero >&2", options));
    assertThrows(IllegalArgumentException.class, () -> options.outputLimit(-1));
  }

  @Test
  void redirectedOutputIsNotCaptured(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("output");
    ProcessResult result =
        run(shell("echo hello").redirectOutput(file.toFile()), RunOptions.defaults().input("x"));
    assertEquals("", result.outputText());
    assertEquals("hello\n", Files.readString(file));
  }

  @Test
  void anotherProcessThatHoldsThePipesOpenIsNotWaitedFor() {
    assertEquals("started\n", run("sleep 3 & echo started", RunOptions.defaults()).outputText());
  }

  // ---------------------------------------------------------------- cancelling

  /** Waits until a program has made a file, and its run waits for its exit. */
  private static Coroutine<Void> untilExists(Path file) {
    return Script.of(
        s -> s.await(Connected.millis(2)),
        s -> {
          boolean waits = EventLoop.running().dump().tree().contains("waits for process");
          return waits && Files.exists(file) ? null : s.awaitThen(Connected.millis(2), 1);
        });
  }

  @Test
  @DisplayName("io 18: a cancelled run asks the program to end, and awaits its exit")
  void cancelled(@TempDir Path folder) {
    Path trace = folder.resolve("trace");
    Object end =
        Fermata.run(
            Script.of(
                s -> {
                  log.add(
                      createTask(
                          Subprocess.run(
                              shell(
                                  "trap 'sleep 0.1; echo bye > "
                                      + trace
                                      + "; exit' TERM; echo > "
                                      + folder.resolve("ready")
                                      + "; while :; do sleep 0.01; done"))));
                  return s.await(untilExists(folder.resolve("ready")));
                },
                s -> {
                  ((Task<?>) log.get(0)).cancel();
                  return s.tryAwait(log.get(0));
                },
                s -> {
                  assertTrue(Files.exists(trace), "the run has not awaited the exit");
                  return s.error();
                }));
    assertInstanceOf(CancelledError.class, end);
  }

  @Test
  @DisplayName("io 18: a program that ignores TERM is killed, at once when cancelled twice")
  void ignoring(@TempDir Path folder) {
    Path ready = folder.resolve("ready");
    long begin = System.nanoTime();
    Object end =
        Fermata.run(
            Script.of(
                s -> {
                  log.add(
                      createTask(
                          Subprocess.run(
                              shell("trap '' TERM; echo > " + ready + "; while :; do :; done"))));
                  return s.await(untilExists(ready));
                },
                s -> {
                  ((Task<?>) log.get(0)).cancel();
                  return s.await(Connected.millis(50));
                },
                s -> {
                  assertTrue(!((Task<?>) log.get(0)).isDone(), "it has not ignored TERM");
                  ((Task<?>) log.get(0)).cancel();
                  return s.tryAwait(log.get(0));
                },
                Script::error));
    assertInstanceOf(CancelledError.class, end);
    assertTrue(System.nanoTime() - begin < 50_000_000_000L);
  }

  @Test
  @DisplayName("io 18: a program that ignores TERM is killed after five seconds")
  void killed() {
    long begin = System.nanoTime();
    assertThrows(
        OutputLimitException.class,
        () ->
            run(
                "trap '' TERM; head -c 11 /dev/zero; while :; do sleep 0.01; done",
                RunOptions.defaults().outputLimit(10)));
    assertTrue(System.nanoTime() - begin >= 5_000_000_000L);
  }

  @Test
  @DisplayName("io 18: a run is cancelled in each of its states, and leaves no process")
  void cancelledInEachState() {
    long[] micros = {0, 100, 300, 1_000, 2_000, 3_000, 5_000, 8_000, 12_000, 20_000, 40_000};
    for (long delay : micros) {
      Fermata.run(
          Script.of(
              s -> {
                log.add(0, createTask(Subprocess.run(shell("echo x; exec sleep 60"))));
                return s.await(Fermata.sleep(Duration.ofNanos(delay * 1_000)));
              },
              s -> {
                ((Task<?>) log.get(0)).cancel();
                return s.tryAwait(log.get(0));
              },
              s -> log.set(0, s.error().getClass())));
    }
    assertEquals(micros.length, log.size());
    log.forEach(end -> assertEquals(CancelledError.class, end));
  }

  @Test
  @DisplayName("io 15, io 19: neither threads nor descriptors are left")
  void leavesNothing() {
    assumeTrue(Leftovers.canCount(), "descriptors cannot be counted here");
    run("echo warm", RunOptions.defaults());
    Leftovers.awaitNone();
    long before = Leftovers.descriptors();
    Fermata.run(
        Script.of(
            s -> {
              List<Coroutine<ProcessResult>> all = new ArrayList<>();
              for (int i = 0; i < 20; i++) {
                all.add(Subprocess.run(shell("cat"), RunOptions.defaults().input("x")));
                all.add(Subprocess.run(shell("exit 1"), RunOptions.defaults().check(false)));
              }
              return s.await(gather(all));
            },
            Script::result));
    long limit = System.nanoTime() + 50_000_000_000L;
    while (Leftovers.descriptors() > before || Leftovers.pipeThreads().findAny().isPresent()) {
      assertTrue(
          System.nanoTime() < limit,
          () -> Leftovers.descriptors() + " descriptors, before " + before + Leftovers.stacks());
      Thread.onSpinWait();
    }
  }
}
