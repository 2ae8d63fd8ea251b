package dev.fermata;

import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Ctrl-C does to a run (rule R61, case c63), seen from outside of the process. */
@Timeout(60)
class InterruptTest {
  private static final int ENDED_BY_SIGINT = 130;

  /** A program that sends SIGINT to itself; the argument says how its main takes it. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      String kind = arguments[0];
      try {
        System.out.println("value " + Fermata.run(main(kind)));
      } catch (CancelledError error) {
        System.out.println("the program goes on behind the run");
        throw error;
      }
    }

    private static Coroutine<String> main(String kind) {
      return Script.of(
          s -> {
            EventLoop.running().callLater(Duration.ofMillis(1), Program::interrupt);
            Fermata.createTask(leftover());
            return s.tryAwait(sleep(50));
          },
          s -> {
            System.out.println("main " + s.error() + " " + Fermata.currentTask().cancelling());
            if (kind.equals("swallow")) {
              return "swallowed";
            }
            if (kind.equals("twice")) {
              interrupt();
            }
            return s.await(sleep(kind.equals("twice") ? 50 : 0.01));
          },
          s -> {
            System.out.println("cleanup awaited");
            throw new CancelledError();
          });
    }

    private static Coroutine<Void> leftover() {
      return Script.of(
          s -> s.tryAwait(sleep(50)),
          s -> {
            System.out.println("leftover " + s.error());
            return s.rethrow();
          });
    }

    private static void interrupt() {
      try {
        Class<?> type = Class.forName("sun.misc.Signal");
        Method raise = type.getMethod("raise", type);
        raise.invoke(null, type.getConstructor(String.class).newInstance("INT"));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("no signals", e);
      }
    }
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

  private static List<String> run(String kind, int exitCode)
      throws IOException, InterruptedException {
    List<String> command = withInterrupts();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", ClassPath.ofTests(), Program.class.getName(), kind));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(30, TimeUnit.SECONDS);
    assertEquals(exitCode, process.exitValue(), out);
    return out.lines().toList();
  }

  @Test
  void ctrlCCancelsMainWaitsForAllCleanupAndEndsTheProcess() throws Exception {
    assertEquals(
        List.of(
            "main dev.fermata.CancelledError 1",
            "cleanup awaited",
            "leftover dev.fermata.CancelledError"),
        run("rethrow", ENDED_BY_SIGINT));
  }

  @Test
  void aMainThatSwallowsCtrlCGoesOn() throws Exception {
    assertEquals(
        List.of(
            "main dev.fermata.CancelledError 1",
            "leftover dev.fermata.CancelledError",
            "value swallowed"),
        run("swallow", 0));
  }

  @Test
  void aSecondCtrlCEndsTheProcessAtOnce() throws Exception {
    assertEquals(List.of("main dev.fermata.CancelledError 1"), run("twice", ENDED_BY_SIGINT));
  }
}
