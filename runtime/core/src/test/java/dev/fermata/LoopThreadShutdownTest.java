package dev.fermata;

import static dev.fermata.ChildJvm.ENDED_BY_SIGINT;
import static dev.fermata.ChildJvm.ENDED_BY_SIGTERM;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a loop in a thread of its own does when the JVM shuts down. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
@Timeout(120)
class LoopThreadShutdownTest {
  /** The programs; the argument says which. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      String kind = arguments[0];
      if (kind.equals("in a hook")) {
        Runtime.getRuntime().addShutdownHook(new Thread(Program::runBriefly));
        return;
      }
      LoopThread loop =
          LoopThread.builder()
              .name("loop")
              .daemon(kind.equals("daemon"))
              .stopAtShutdown(!kind.equals("managed"))
              .grace(Duration.ofMillis(kind.equals("hang") ? 300 : 30_000))
              .start();
      CompletableFuture<Void> begun = new CompletableFuture<>();
      CompletableFuture<Void> ended = loop.submit(() -> body(kind, begun));
      begun.join();
      switch (kind) {
        case "exit elsewhere" -> System.exit(3);
        case "close" -> {
          loop.close();
          System.out.println("closed " + ended.isDone());
        }
        case "managed" -> {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> closeLater(loop, ended)));
          System.out.println("managed");
        }
        case "beside a run" -> Fermata.run(Script.of(s -> s.await(sleep(3600))));
        default -> {}
      }
    }

    private static void runBriefly() {
      try (LoopThread loop = LoopThread.start("in a hook")) {
        loop.submit(() -> Script.<Void>of(s -> s.await(sleep(0.05)), s -> null)).join();
        System.out.println("ran in a hook");
      }
    }

    /** As a container, which lets its other parts end first. */
    private static void closeLater(LoopThread loop, CompletableFuture<Void> ended) {
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      System.out.println("container closes, task has ended: " + ended.isDone());
      loop.close();
    }

    private static Coroutine<Void> body(String kind, CompletableFuture<Void> begun) {
      return Script.named(
          "body",
          s -> {
            System.out.println("ready");
            begun.complete(null);
            if (kind.equals("exit in a task")) {
              System.exit(5);
            }
            return s.tryAwait(kind.equals("exit in a job") ? toThread(() -> exit(4)) : sleep(3600));
          },
          s -> {
            System.out.println("body " + s.error().getClass());
            return s.await(sleep(kind.equals("hang") ? 3600 : 0.2));
          },
          s -> {
            System.out.println("cleanup awaited");
            throw new CancelledError();
          });
    }

    private static Void exit(int status) {
      System.exit(status);
      return null;
    }
  }

  private static final List<String> CLEANED_UP =
      List.of("ready", "body class dev.fermata.CancelledError", "cleanup awaited");

  private static ChildJvm start(String kind) throws Exception {
    return new ChildJvm(Program.class, kind);
  }

  @Test
  void aTermCancelsWhatRunsAndWaitsForItsCleanUp() throws Exception {
    try (ChildJvm child = start("await")) {
      assertEquals(CLEANED_UP, child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
      assertEquals(List.of(), child.errors());
    }
  }

  @Test
  void ctrlCDoesTheSame() throws Exception {
    try (ChildJvm child = start("await")) {
      assertEquals(CLEANED_UP, child.until("ready").send("INT").end(ENDED_BY_SIGINT));
    }
  }

  @Test
  void ctrlCBesideARunDoesTheSame() throws Exception {
    try (ChildJvm child = start("beside a run")) {
      assertEquals(CLEANED_UP, child.until("ready").send("INT").end(ENDED_BY_SIGINT));
    }
  }

  @Test
  void aSecondTermDuringTheCleanUpChangesNothing() throws Exception {
    try (ChildJvm child = start("await")) {
      child.until("ready").send("TERM").until(CLEANED_UP.get(1));
      assertEquals(CLEANED_UP, child.send("TERM").end(ENDED_BY_SIGTERM));
    }
  }

  @Test
  void aTermDuringCloseWaitsForTheCleanUp() throws Exception {
    try (ChildJvm child = start("close")) {
      List<String> lines =
          child.until(CLEANED_UP.get(1)).send("TERM").end(ENDED_BY_SIGTERM).subList(0, 3);
      assertEquals(CLEANED_UP, lines);
    }
  }

  @Test
  void whenTheGraceIsOverItIsToldWhatStillRuns() throws Exception {
    try (ChildJvm child = start("hang")) {
      assertEquals(
          CLEANED_UP.subList(0, 2), child.until("ready").send("TERM").end(ENDED_BY_SIGTERM));
      List<String> errors = child.errors();
      assertEquals(
          "fermata: the event loop in loop has not ended its clean-up within 0.3 s, and the JVM"
              + " ends without it. What still runs:",
          errors.get(0));
      assertTrue(errors.get(2).startsWith("- Task-1: waiting for sleep"), errors::toString);
      assertEquals("    at Script.body(Script.java:2)", errors.get(3));
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

  @Test
  void systemExitInATaskEndsAtOnceAndSaysSo() throws Exception {
    try (ChildJvm child = start("exit in a task")) {
      assertEquals(List.of("ready"), child.end(5));
      assertTrue(
          child
              .errors()
              .get(0)
              .startsWith(
                  "fermata: System.exit was called in the thread of the event loop, loop, at"
                      + " dev.fermata.LoopThreadShutdownTest$Program."),
          () -> "no word of it");
    }
  }

  @Test
  void theEndOfTheLastThreadThatIsNoDaemonCleansUp() throws Exception {
    try (ChildJvm child = start("daemon")) {
      assertEquals(CLEANED_UP, child.end(0));
    }
  }

  @Test
  void itStartsInAShutdownHook() throws Exception {
    try (ChildJvm child = start("in a hook")) {
      assertEquals(List.of("ran in a hook"), child.end(0));
    }
  }

  @Test
  void aLoopThatAContainerClosesIsLeftToIt() throws Exception {
    try (ChildJvm child = start("managed")) {
      assertEquals(
          List.of(
              "ready",
              "managed",
              "container closes, task has ended: false",
              "body class dev.fermata.CancelledError",
              "cleanup awaited"),
          child.until("managed").send("TERM").end(ENDED_BY_SIGTERM));
    }
  }
}
