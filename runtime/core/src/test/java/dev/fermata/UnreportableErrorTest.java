package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.core.Throwables;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A report that fails ends nothing: the loop goes on, and one line on standard error says what the
 * log does not, and why.
 */
class UnreportableErrorTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;
  private final List<String> ended = new ArrayList<>();

  /** An error that says nothing of itself. */
  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  /** An object that says nothing of itself. */
  private static final class Nameless implements Runnable {
    @Override
    public void run() {
      throw new IllegalArgumentException("failed");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no name");
    }
  }

  /** A log that takes nothing. */
  private static final class Refusing extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.fermata");
    private int refused;

    Refusing() {
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
      refused++;
      throw new IllegalStateException("no log");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }

  @BeforeEach
  void log() {
    loop.setExceptionHandler(null);
  }

  /** Runs on behind whatever {@code first} has done. */
  private void runsOn(Runnable first) {
    trace.run(
        s -> {
          createTask(Script.of(t -> t.await(sleep(2)), t -> ended.add("another task")));
          first.run();
          return s.await(yieldNow());
        },
        s -> s.await(sleep(3)),
        s -> ended.add("main"));
    assertEquals(List.of("another task", "main"), ended);
    trace.prints("");
  }

  private static void assertOne(List<String> lines, String... words) {
    assertEquals(1, lines.size(), lines::toString);
    for (String word : words) {
      assertTrue(lines.get(0).contains(word), lines.get(0));
    }
  }

  @Test
  void anErrorThatCannotBePrintedIsReportedByItsClass() {
    try (Logs logs = new Logs();
        StandardError errors = new StandardError()) {
      runsOn(() -> createTask(Coroutine.failed(new Mute())));
      assertEquals(List.of("SEVERE Task exception was never retrieved null"), logs.firstLines());
      assertOne(
          errors.lines(), "Task exception was never retrieved", Mute.class.getName(), "no message");
    }
  }

  @Test
  void aLogThatThrowsIsReplacedByStandardError() {
    try (Refusing log = new Refusing();
        StandardError errors = new StandardError()) {
      runsOn(() -> createTask(Coroutine.failed(new IllegalArgumentException("lost"))));
      assertEquals(1, log.refused);
      assertOne(
          errors.lines(),
          "Task exception was never retrieved",
          "java.lang.IllegalArgumentException: lost",
          "java.lang.IllegalStateException: no log");
    }
  }

  @Test
  void aCallbackThatFailsAndSaysNothingOfItselfIsReportedByItsClass() {
    try (Logs logs = new Logs();
        StandardError errors = new StandardError()) {
      runsOn(() -> loop.callSoon(new Nameless()));
      String report = logs.firstLines().toString();
      assertTrue(report.contains("Exception in callback Handle[" + Nameless.class.getName()));
      assertTrue(report.endsWith("java.lang.IllegalArgumentException: failed]"), report);
      assertOne(errors.lines(), "Exception in callback", Nameless.class.getName(), "no name");
    }
  }

  @Test
  void inDebugModeCallbacksAndValuesNeedNotSayAnythingOfThemselves() {
    loop.setDebug(true);
    loop.setSlowCallbackDuration(Duration.ofHours(1));
    try (Logs logs = new Logs();
        StandardError errors = new StandardError()) {
      runsOn(
          () -> {
            loop.callSoon(new Nameless()).cancel();
            createTask(Coroutine.of(new Nameless()));
            Future<Object> future = loop.createFuture();
            future.setResult(new Nameless());
          });
      assertEquals(List.of(), logs.firstLines());
      assertEquals(List.of(), errors.lines());
    }
  }

  @Test
  void aFutureTellsTheClassOfAValueThatSaysNothingOfItself() {
    Future<Object> future = loop.createFuture();
    future.setResult(new Nameless());
    assertEquals(
        "Future[result="
            + Nameless.class.getName()
            + " (its toString failed: java.lang.IllegalStateException: no name)]",
        future.toString());
  }

  @Test
  void theContextOfAFailingHandlerMayHoldAnything() {
    loop.setExceptionHandler(
        (where, context) -> {
          throw new Exception("the handler's own");
        });
    Map<String, Object> context = new HashMap<>();
    context.put(null, new Nameless());
    context.put("message", new Nameless());
    context.put("exception", new Nameless());
    context.put("stack", List.of(new Nameless()));
    try (Logs logs = new Logs();
        StandardError errors = new StandardError()) {
      runsOn(() -> loop.callExceptionHandler(context));
      assertEquals(
          List.of(
              "SEVERE Unhandled error in exception handler java.lang.Exception: the handler's own"),
          logs.firstLines());
      assertOne(errors.lines(), "Unhandled error in exception handler", "no name");
    }
  }

  @Test
  void anEndlessToStringEndsNothing() {
    Object[] endless = new Object[1];
    endless[0] = List.of(new HashMap<>(Map.of("itself", new Circle(endless))));
    try (Logs logs = new Logs();
        StandardError errors = new StandardError()) {
      runsOn(
          () -> loop.callExceptionHandler(new HashMap<>(Map.of("message", "m", "o", endless[0]))));
      assertEquals(List.of("SEVERE m null"), logs.firstLines());
      assertOne(errors.lines(), "java.lang.StackOverflowError");
    }
  }

  /** An object whose text has itself in it. */
  private record Circle(Object[] content) {
    @Override
    public String toString() {
      return "[" + content[0] + "]";
    }
  }

  @Test
  void standardErrorMayFailToo() {
    PrintStream before = System.err;
    PrintStream broken =
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String line) {
            throw Throwables.rethrow(new Exception("no standard error"));
          }
        };
    System.setErr(broken);
    try (Refusing log = new Refusing()) {
      runsOn(() -> createTask(Coroutine.failed(new Mute())));
      assertEquals(1, log.refused);
    } finally {
      System.setErr(before);
    }
  }
}
