package dev.fermata;

import static dev.fermata.ChildJvm.ENDED_BY_SIGINT;
import static dev.fermata.ChildJvm.ENDED_BY_SIGTERM;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a run does when the JVM shuts down: real signals to a process of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
@Timeout(120)
class ShutdownTest {
  /** The programs; the argument says which. */
  static final class Program {
    private static final CountDownLatch BEGUN = new CountDownLatch(1);

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      String kind = arguments[0];
      switch (kind) {
        case "virtual" -> Fermata.run(sleeper(kind), EventLoop.createVirtual());
        case "runner", "no grace", "own grace" -> runTwice(kind);
        case "after the run" -> {
          Fermata.run(Coroutine.of("x"));
          System.out.println("ready");
          Thread.sleep(60_000);
        }
        case "hooks" -> countHooks();
        case "in a hook" -> {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> Fermata.run(inHook())));
          return;
        }
        case "joined" -> {
          Thread main = Thread.currentThread();
          Runtime.getRuntime().addShutdownHook(new Thread(() -> join(main)));
          runAndTell(kind);
        }
        case "daemon" -> {
          Thread thread = new Thread(() -> runAndTell(kind), "main");
          thread.setDaemon(true);
          thread.start();
          BEGUN.await();
          return;
        }
        case "beside a hook" -> {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> Fermata.run(inHook())));
          runAndTell(kind);
        }
        default -> runAndTell(kind);
      }
      System.out.println("main goes on");
    }

    private static void runAndTell(String kind) {
      try {
        System.out.println("value " + Fermata.run(main(kind)));
      } finally {
        System.out.println("goes on behind the run");
      }
    }

    private static void runTwice(String kind) {
      try (Runner runner = new Runner()) {
        if (!kind.equals("runner")) {
          runner.setShutdownGrace(kind.equals("no grace") ? Duration.ZERO : Duration.ofMillis(300));
        }
        runner.run(
            Script.of(
                s -> {
                  createTask(leftover("0.05"), "leftover");
                  return s.await(sleep(0.01));
                },
                s -> null));
        try {
          runner.run(kind.equals("own grace") ? main("hang") : sleeper(kind));
        } finally {
          System.out.println("goes on behind the run");
        }
      } finally {
        System.out.println("goes on behind the runner");
      }
    }

    private static Coroutine<String> sleeper(String kind) {
      return Script.of(
          s -> {
            System.out.println("ready");
            return s.tryAwait(kind.equals("virtual") ? toThread(Program::rest) : sleep(3600));
          },
          s -> {
            System.out.println("main " + s.error());
            return s.rethrow();
          });
    }

    private static Void rest() throws InterruptedException {
      Thread.sleep(60_000);
      return null;
    }

    private static void join(Thread main) {
      try {
        main.join();
        System.out.println("joined main");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Coroutine<Void> inHook() {
      return Script.of(
          s -> s.await(sleep(0.05)),
          s -> {
            System.out.println("run in a hook");
            return null;
          });
    }

    private static Coroutine<String> main(String kind) {
      return Script.named(
          "main",
          s -> {
            createTask(leftover("0.05"), "leftover");
            if (kind.equals("returns")) {
              createTask(leftover("0.3"), "slow");
              return s.awaitThen(sleep(0.01), 4);
            }
            ready(kind);
            return s.tryAwait(
                switch (kind) {
                  case "exit in a job" -> toThread(() -> exit(4));
                  case "run in a job" -> toThread(() -> Fermata.run(leftover("0.1")));
                  default -> sleep(3600);
                });
          },
          s -> {
            System.out.println(
                "main " + s.error().getClass() + " " + Fermata.currentTask().cancelling());
            return switch (kind) {
              case "swallow" -> "swallowed";
              case "fail" -> throw new IllegalStateException("clean-up failed");
              case "exit in clean-up" -> exit(6);
              default -> s.await(sleep(kind.equals("hang") ? 3600 : 0.2));
            };
          },
          s -> {
            System.out.println("cleanup awaited");
            throw new CancelledError();
          },
          s -> null,
          s -> "value");
    }

    private static void ready(String kind) {
      System.out.println("ready");
      BEGUN.countDown();
      switch (kind) {
        case "exit elsewhere" -> new Thread(() -> exit(3)).start();
        case "exit in a task" -> exit(5);
        default -> {}
      }
    }

    private static Void exit(int status) {
      System.exit(status);
      return null;
    }

    private static Coroutine<Void> leftover(String seconds) {
      return Script.of(
          s -> {
            if (seconds.equals("0.1")) {
              System.out.println("runs for 0.1");
            }
            return s.tryAwait(sleep(3600));
          },
          s -> {
            System.out.println("leftover cleans up for " + seconds);
            return s.await(sleep(Double.parseDouble(seconds)));
          },
          s -> {
            System.out.println("leftover cleaned up for " + seconds);
            throw new CancelledError();
          });
    }

    /** Counts the hooks that are left in the JVM, which the test has opened for that. */
    private static void countHooks() throws ReflectiveOperationException {
      for (int i = 0; i < 3; i++) {
        Fermata.run(Coroutine.of("x"));
        try (Runner runner = new Runner()) {
          runner.run(Coroutine.of("x"));
          runner.run(Coroutine.of("x"));
          System.out.println("hooks between runs " + hooks());
        }
        LoopThread.start("x").close();
      }
      System.out.println("hooks " + hooks());
    }

    private static long hooks() throws ReflectiveOperationException {
      Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
      hooks.setAccessible(true);
      return ((Map<?, ?>) hooks.get(null))
          .keySet().stream().filter(hook -> hook.toString().contains("fermata")).count();
    }
  }

  private static ChildJvm start(String kind, String... options) throws Exception {
    return new ChildJvm(Program.class, kind, options);
  }

  private static final List<String> CLEANED_UP =
      List.of(
          "ready",
          "main class dev.fermata.CancelledError 1",
          "cleanup awaited",
          "leftover cleans up for 0.05",
          "leftover cleaned up for 0.05");

  @Test
  void aTermCancelsMainWaitsForAllCleanUpAndNothingRunsBehindIt() throws Exception {
    try (ChildJvm child = start("await")) {
      assertEquals(CLEANED_UP, child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
      assertEquals(List.of(), child.errors());
    }
  }

  @Test
  void aTermWhileTheRunnerWindsUpWaitsForThat() throws Exception {
    try (ChildJvm child = start("returns")) {
      assertEquals(
          List.of(
              "leftover cleans up for 0.05",
              "leftover cleans up for 0.3",
              "leftover cleaned up for 0.05",
              "leftover cleaned up for 0.3"),
          child.until("leftover cleans up for 0.3").send("TERM").end(ENDED_BY_SIGTERM));
      assertEquals(List.of(), child.errors());
    }
  }

  @Test
  void aSecondTermDuringTheCleanUpChangesNothing() throws Exception {
    try (ChildJvm child = start("await")) {
      child.until("ready").send("TERM").until(CLEANED_UP.get(1));
      assertEquals(CLEANED_UP, child.send("TERM").send("TERM").end(ENDED_BY_SIGTERM));
    }
  }

  @Test
  void aTermDuringTheCleanUpOfCtrlCDoesNotCancelAgain() throws Exception {
    try (ChildJvm child = start("await")) {
      child.until("ready").send("INT").until(CLEANED_UP.get(1));
      assertEquals(CLEANED_UP, child.send("TERM").end(ENDED_BY_SIGTERM));
    }
  }

  @Test
  void ctrlCDuringTheCleanUpOfATermEndsItAtOnce() throws Exception {
    try (ChildJvm child = start("hang")) {
      child.until("ready").send("TERM").until(CLEANED_UP.get(1));
      assertEquals(CLEANED_UP.subList(0, 2), child.send("INT").end(ENDED_BY_SIGTERM));
      assertEquals(List.of(), child.errors());
    }
  }

  @Test
  void aSecondCtrlCStillEndsTheProcessAtOnce() throws Exception {
    try (ChildJvm child = start("hang")) {
      child.until("ready").send("INT").until(CLEANED_UP.get(1));
      assertEquals(CLEANED_UP.subList(0, 2), child.send("INT").end(ENDED_BY_SIGINT));
      assertEquals(List.of(), child.errors());
    }
  }

  private static void assertToldLate(ChildJvm child) throws Exception {
    List<String> errors = child.errors();
    assertEquals(
        "fermata: the event loop in main has not ended its clean-up within 0.3 s, and the JVM ends"
            + " without it. What still runs:",
        errors.get(0));
    assertTrue(errors.get(1).startsWith("event loop in main, pass "), errors::toString);
    assertTrue(errors.get(2).matches("- Task-\\d+: waiting for sleep.*"), errors::toString);
    assertEquals("    at Script.main(Script.java:2)", errors.get(3));
    assertTrue(errors.get(4).startsWith("- leftover: waiting for sleep"), errors::toString);
  }

  @Test
  void whenTheGraceOfTheSystemPropertyIsOverItIsToldWhatStillRuns() throws Exception {
    try (ChildJvm child = start("hang", "-Dfermata.shutdownGrace=0.3")) {
      assertEquals(
          CLEANED_UP.subList(0, 2), child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
      assertToldLate(child);
    }
  }

  @Test
  void whenTheGraceOfTheRunnerIsOverItIsToldWhatStillRuns() throws Exception {
    try (ChildJvm child = start("own grace")) {
      assertEquals(
          CLEANED_UP.subList(0, 2), child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
      List<String> errors = child.errors();
      assertTrue(errors.get(0).contains("within 0.3 s"), errors::toString);
    }
  }

  @Test
  void aGraceOfZeroMeansNoCleanUp() throws Exception {
    try (ChildJvm child = start("no grace")) {
      assertEquals(List.of("ready"), child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
    }
    try (ChildJvm child = start("await", "-Dfermata.shutdownGrace=0")) {
      assertEquals(List.of("ready"), child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
    }
  }

  @Test
  void aPropertyThatIsNoNumberIsRefused() throws Exception {
    try (ChildJvm child = start("await", "-Dfermata.shutdownGrace=soon")) {
      assertEquals(List.of("goes on behind the run"), child.end(1));
      assertTrue(
          child
              .errors()
              .get(0)
              .endsWith(
                  "the system property fermata.shutdownGrace is to be a number of seconds, not"
                      + " soon"));
    }
  }

  @Test
  void oneRunOfSeveralIsWoundUpAsAWhole() throws Exception {
    try (ChildJvm child = start("runner")) {
      assertEquals(
          List.of(
              "ready",
              "main dev.fermata.CancelledError",
              "leftover cleans up for 0.05",
              "leftover cleaned up for 0.05"),
          child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
    }
  }

  @Test
  void aMainThatSwallowsTheCancellationDoesNotGoOnEither() throws Exception {
    try (ChildJvm child = start("swallow")) {
      assertEquals(
          List.of(
              "ready",
              CLEANED_UP.get(1),
              "leftover cleans up for 0.05",
              "leftover cleaned up for 0.05"),
          child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
    }
  }

  @Test
  void aFailureOfTheCleanUpIsTold() throws Exception {
    try (ChildJvm child = start("fail")) {
      child.until("ready").send("TERM").end(ENDED_BY_SIGTERM);
      assertEquals(
          "fermata: the run has failed while the JVM shut down:"
              + " java.lang.IllegalStateException: clean-up failed",
          child.errors().get(0));
    }
  }

  @Test
  void systemExitInAnotherThreadCleansUp() throws Exception {
    try (ChildJvm child = start("exit elsewhere")) {
      assertEquals(CLEANED_UP, child.end(3));
      assertEquals(List.of(), child.errors());
    }
  }

  @Test
  void systemExitInAJobCleansUpAndDoesNotWaitForThatJob() throws Exception {
    try (ChildJvm child = start("exit in a job")) {
      assertEquals(CLEANED_UP, child.end(4));
      assertEquals(List.of(), child.errors());
    }
  }

  /** The worker stays blocked behind its run, and that is no clean-up to wait for. */
  @Test
  void aRunInAJobCleansUpAndIsNotWaitedForAfterThat() throws Exception {
    try (ChildJvm child = start("run in a job")) {
      List<String> lines = child.until("runs for 0.1").send("TERM").end(ENDED_BY_SIGTERM);
      assertTrue(lines.contains("leftover cleaned up for 0.1"), lines::toString);
      assertEquals(CLEANED_UP, lines.stream().filter(line -> !line.endsWith(" 0.1")).toList());
      assertEquals(List.of(), child.errors());
    }
  }

  private static void assertToldExit(ChildJvm child) throws Exception {
    List<String> errors = child.errors();
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(
        errors
            .get(0)
            .matches(
                "fermata: System.exit was called in the thread of the event loop, main, at"
                    + " dev.fermata.ShutdownTest\\$Program.exit\\(ShutdownTest.java:\\d+\\): its"
                    + " tasks end here, and their finally blocks do not run"),
        errors::toString);
  }

  @Test
  void systemExitInATaskEndsAtOnceAndSaysSo() throws Exception {
    try (ChildJvm child = start("exit in a task")) {
      assertEquals(List.of("ready"), child.end(5));
      assertToldExit(child);
    }
  }

  @Test
  void systemExitInTheCleanUpEndsItAtOnceAndSaysSo() throws Exception {
    try (ChildJvm child = start("exit in clean-up")) {
      child.until("ready").send("TERM");
      assertEquals(CLEANED_UP.subList(0, 2), child.end(ENDED_BY_SIGTERM));
      assertToldExit(child);
    }
  }

  @Test
  void theEndOfTheLastThreadThatIsNoDaemonCleansUpTheRunOfADaemon() throws Exception {
    try (ChildJvm child = start("daemon")) {
      assertEquals(CLEANED_UP, child.end(0));
    }
  }

  @Test
  void runWorksInAShutdownHook() throws Exception {
    try (ChildJvm child = start("in a hook")) {
      assertEquals(List.of("run in a hook"), child.end(0));
    }
  }

  @Test
  void aRunInAShutdownHookIsNotCancelled() throws Exception {
    try (ChildJvm child = start("beside a hook")) {
      List<String> lines = child.until("ready").send("TERM").end(ENDED_BY_SIGTERM);
      assertTrue(lines.contains("run in a hook"), lines::toString);
      assertEquals(CLEANED_UP, lines.stream().filter(line -> !line.contains("hook")).toList());
    }
  }

  /** Otherwise the process would never end. */
  @Test
  void aHookOfTheProgramThatWaitsForTheBlockedThreadGetsItAfterTenSeconds() throws Exception {
    try (ChildJvm child = start("joined")) {
      List<String> lines = child.until("ready").send("TERM").end(ENDED_BY_SIGTERM);
      assertEquals("joined main", lines.get(lines.size() - 1));
    }
  }

  @Test
  void aVirtualLoopDoesNotHoldTheShutdownUp() throws Exception {
    try (ChildJvm child = start("virtual")) {
      assertEquals(List.of("ready"), child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
    }
  }

  @Test
  void nothingIsLeftBehindTheRun() throws Exception {
    try (ChildJvm child = start("after the run")) {
      assertEquals(List.of("ready"), child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
    }
    try (ChildJvm child = start("hooks", "--add-opens=java.base/java.lang=ALL-UNNAMED")) {
      String between = "hooks between runs 0";
      assertEquals(List.of(between, between, between, "hooks 0", "main goes on"), child.end(0));
    }
  }
}
