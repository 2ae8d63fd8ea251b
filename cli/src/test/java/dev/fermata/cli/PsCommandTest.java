package dev.fermata.cli;

import static dev.fermata.cli.CommandFixture.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.cli.CommandFixture.Outcome;
import dev.fermata.cli.programs.Pending;
import dev.fermata.cli.programs.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Looking at the tasks of another JVM. */
@Timeout(60)
class PsCommandTest {
  /** A JVM that runs {@link Waiting}, or another program. */
  private static final class Child implements AutoCloseable {
    private final Process process;

    Child(String classPath, String... arguments) throws IOException {
      this(Waiting.class, classPath, arguments);
    }

    Child(Class<?> main, String classPath, String... arguments) throws IOException {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      ProcessBuilder builder = new ProcessBuilder(java, "-cp", classPath, main.getName());
      builder.command().addAll(List.of(arguments));
      process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      assertEquals("running", out.readLine());
    }

    long pid() {
      return process.pid();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static Outcome ask(String... command) throws IOException {
    try (Child child = new Child(System.getProperty("java.class.path"))) {
      Object[] arguments = new Object[command.length + 1];
      System.arraycopy(command, 0, arguments, 0, command.length);
      arguments[command.length] = child.pid();
      return run(arguments);
    }
  }

  /** What was printed of the tasks, without their age. */
  private static List<String> tasks(Outcome outcome) {
    return outcome.out().stream()
        .skip(1)
        .map(line -> line.replaceFirst(", \\d+\\.\\d s old$", ", old"))
        .toList();
  }

  @Test
  void psListsTheTasks() throws Exception {
    Outcome outcome = ask("ps");
    assertEquals(List.of(), outcome.err());
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.out().get(0).startsWith("event loop in looper, pass "), outcome::toString);
    assertEquals(
        List.of("     1  ann: waiting for future, old", "     2  bob: waiting for ann, old"),
        tasks(outcome));
  }

  @Test
  void pstreeShowsTasksBelowThoseThatWaitForThem() throws Exception {
    Outcome outcome = ask("pstree");
    assertEquals(
        List.of("- bob: waiting for ann, old", "  - ann: waiting for future, old"), tasks(outcome));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no cat, and there are no signals")
  void whatTasksWaitForOutsideOfTheLoopIsTold() throws Exception {
    try (Child child = new Child(Pending.class, System.getProperty("java.class.path"))) {
      String forms = run("ps", child.pid()).out() + "" + run("pstree", child.pid()).out();
      String json = run("ps", "--json", child.pid()).out().toString();
      for (String activity :
          List.of(
              "accepts at /127\\.0\\.0\\.1:\\d+",
              "waits for process \\d+ \\(cat\\)",
              "waits for signal HUP")) {
        assertEquals(2, forms.split(": " + activity + ", ", -1).length - 1, forms);
        assertEquals(2, json.split("\"waitsFor\":\"" + activity + "\"", -1).length, json);
      }
    }
  }

  @Test
  void psWritesJson() throws Exception {
    Outcome outcome = ask("ps", "--json");
    assertEquals(1, outcome.out().size());
    assertTrue(outcome.out().get(0).startsWith("[{\"thread\":\"looper\""), outcome::toString);
  }

  @Test
  void aProcessThatDoesNotExistIsNamed() throws Exception {
    long pid;
    try (Child child = new Child(System.getProperty("java.class.path"), "without")) {
      pid = child.pid();
      child.process.destroyForcibly().waitFor();
    }
    assertEquals(
        new Outcome(1, List.of(), List.of("fermata: there is no process " + pid)), run("ps", pid));
  }

  @Test
  void aProcessThatIsNoJvmIsNamedAndGoesOn() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")));
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      assertEquals(
          new Outcome(
              1,
              List.of(),
              List.of(
                  "fermata: process "
                      + process.pid()
                      + " is no JVM, or one that cannot be attached to")),
          run("ps", process.pid()));
      assertTrue(process.isAlive());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aJvmWithoutFermataIsNamed() throws Exception {
    String programs =
        Path.of(Waiting.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    try (Child child = new Child(programs, "without")) {
      assertEquals(
          new Outcome(
              1,
              List.of(),
              List.of(
                  "fermata: process "
                      + child.pid()
                      + " does not use Fermata, or has it not on its class path and has not called"
                      + " EventLoops.register()")),
          run("pstree", child.pid()));
    }
  }

  @Test
  void whatIsNoProcessIdIsWrongUsage() {
    assertEquals(2, run("ps", "abc").exitCode());
    assertEquals(2, run("ps").exitCode());
  }
}
