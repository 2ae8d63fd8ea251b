package dev.fermata;

import static dev.fermata.ChildJvm.ENDED_BY_SIGINT;
import static dev.fermata.ChildJvm.ENDED_BY_SIGTERM;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.process.Signals;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals that a program takes: real ones, to a process of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
@Timeout(60)
class SignalsTest {
  /** The programs; the argument says which. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("shutdown")));
      EventLoop loop = EventLoop.create();
      String kind = arguments[0];
      System.out.println(
          "value " + Fermata.run(kind.equals("twice") ? twice() : one(kind.split(",")), loop));
    }

    private static void print(Object line) {
      System.out.println(line);
      System.out.flush();
    }

    /** Takes signals until TERM comes, closes them and sleeps. */
    private static Coroutine<String> one(String... names) {
      AsyncIterator<?>[] signals = {null};
      return Script.of(
          s -> {
            signals[0] = Signals.of(names);
            print("ready");
            return s.await(signals[0].advance());
          },
          s -> {
            print("got " + signals[0].current());
            boolean last = signals[0].current().equals("TERM");
            return last ? s.await(signals[0].close()) : s.awaitThen(signals[0].advance(), 1);
          },
          s -> s.await(signals[0].advance()),
          s -> {
            print("closed " + s.result());
            return s.tryAwait(sleep(50));
          },
          s -> {
            print("main " + s.error());
            return s.rethrow();
          });
    }

    /** Two of one signal, of which the second is left open. */
    private static Coroutine<String> twice() {
      AsyncIterator<?>[] signals = {null, null};
      return Script.of(
          s -> {
            signals[0] = Signals.of("INT");
            signals[1] = Signals.of("INT", "USR1");
            print("ready");
            return s.await(signals[0].advance());
          },
          s -> s.await(signals[1].advance()),
          s -> {
            print(signals[0].current() + " and " + signals[1].current());
            return s.await(signals[0].close());
          },
          s -> {
            print("one closed");
            return s.await(signals[1].advance());
          },
          s -> "the end");
    }
  }

  private static ChildJvm program(String kind, String... options) throws Exception {
    return new ChildJvm(Program.class, kind, options).until("ready");
  }

  @Test
  void aTermThatIsTakenDoesNotShutDownAndOneBehindTheCloseDoes() throws Exception {
    try (ChildJvm child = program("TERM,INT,USR1")) {
      child.send("USR1").until("got USR1").send("INT").until("got INT").send("INT");
      child.until("got INT").send("TERM").until("got TERM").until("closed false").send("TERM");
      List<String> lines = child.end(ENDED_BY_SIGTERM);
      assertTrue(lines.contains("main dev.fermata.CancelledError"), lines::toString);
      assertTrue(lines.contains("shutdown"), lines::toString);
    }
  }

  @Test
  void behindTheCloseCtrlCCancelsTheRunAgain() throws Exception {
    try (ChildJvm child = program("INT,TERM")) {
      child.send("INT").until("got INT").send("TERM").until("closed false").send("INT");
      List<String> lines = child.end(ENDED_BY_SIGINT);
      assertTrue(lines.contains("main dev.fermata.CancelledError"), lines::toString);
    }
  }

  @Test
  void severalGetEachSignalAndTheLoopsEndClosesThem() throws Exception {
    try (ChildJvm child = program("twice")) {
      child.send("INT").until("INT and INT").until("one closed").send("INT");
      List<String> lines = child.end(0);
      assertTrue(lines.contains("value the end"), lines::toString);
    }
  }

  @Test
  void whatOthersHandleIsNotTakenFromThem() throws Exception {
    try (ChildJvm child = program("USR1")) {
      child.send("TERM");
      List<String> lines = child.end(ENDED_BY_SIGTERM);
      assertTrue(lines.contains("shutdown"), lines::toString);
    }
  }

  @Test
  void withoutSignalsOfTheJvmAMessageSaysSo() throws Exception {
    try (ChildJvm child = new ChildJvm(Program.class, "TERM", "-Xrs")) {
      child.end(1);
      assertTrue(
          String.join("\n", child.errors()).contains("SIGTERM cannot be handled by a program: "),
          () -> "no message");
    }
  }

  // ---------------------------------------------------------------- within this JVM

  private static void refused(String expected, String... names) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Fermata.run(Script.of(s -> Signals.of(names).toString())))
            .getMessage();
    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void namesThatNobodyCanHandleAreRefused() {
    refused("there is no signal SIGNONSENSE on this system", "NONSENSE");
    refused("there is no signal SIGINT: its name is given as INT", "USR1", "SIGINT");
    refused("SIGKILL cannot be handled by a program: ", "KILL");
    refused("SIGSEGV cannot be handled by a program: ", "SEGV");
    refused("no signal is named");
    assertThrows(IllegalStateException.class, () -> Signals.of("USR1"));
  }

  @Test
  @DisplayName("io 22: a virtual loop refuses signals, and says what to do instead")
  void virtual() {
    String message =
        assertThrows(
                IllegalStateException.class,
                () ->
                    Fermata.run(
                        Script.of(s -> Signals.of("USR1").toString()), EventLoop.createVirtual()))
            .getMessage();
    assertTrue(message.contains("AsyncGenerator"), message);
  }

  @Test
  @DisplayName("io 27: waiting for a signal is no deadlock, and a dump says for which")
  void dump() {
    EventLoop loop = EventLoop.create();
    String tree =
        Fermata.run(
            Script.of(
                s -> {
                  createTask(Script.of(t -> t.await(Signals.of("USR1").advance())), "one");
                  createTask(Script.of(t -> t.await(Signals.of("USR1", "INT").advance())), "two");
                  return s.await(yieldNow());
                },
                s -> s.await(yieldNow()),
                s -> loop.dump().tree()),
            loop);
    assertTrue(tree.contains("- one: waits for signal USR1, "), tree);
    assertTrue(tree.contains("- two: waits for signals USR1, INT, "), tree);
  }

  @Test
  void oneTaskAtATimeWaitsAndACancelledOneLosesNothing() {
    AsyncIterator<?>[] signals = {null};
    String last =
        Fermata.run(
            Script.of(
                s -> {
                  signals[0] = Signals.of("USR1");
                  assertThrows(IllegalStateException.class, signals[0]::current);
                  createTask(signals[0].advance(), "first");
                  return s.await(yieldNow());
                },
                s -> s.tryAwait(signals[0].advance()),
                s -> {
                  assertEquals("another task waits for signal USR1", s.error().getMessage());
                  EventLoop.running().allTasks().stream()
                      .filter(task -> task.getName().equals("first"))
                      .forEach(Future::cancel);
                  return s.await(yieldNow());
                },
                s -> {
                  new ProcessBuilder("kill", "-USR1", "" + ProcessHandle.current().pid())
                      .start()
                      .waitFor();
                  return s.await(signals[0].advance());
                },
                s -> (String) signals[0].current()));
    assertEquals("USR1", last);
  }
}
