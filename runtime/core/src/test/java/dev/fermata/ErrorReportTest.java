package dev.fermata;

import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.core.Throwables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What is reported of errors, where, and when: what asyncio's cases do not show. */
class ErrorReportTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;

  private static Runnable throwing(Throwable error) {
    return () -> {
      throw Throwables.rethrow(error);
    };
  }

  private Task<Object> failing(String message) {
    return loop.createTask(Coroutine.failed(new IllegalArgumentException(message)));
  }

  @Test
  void aHandlerMayLeaveAReportToTheDefaultOne() {
    loop.setExceptionHandler(
        (where, context) -> {
          trace.log("seen");
          where.defaultExceptionHandler(context);
        });
    try (Logs logs = new Logs()) {
      loop.callExceptionHandler(
          Map.of("message", "odd", "exception", new IllegalArgumentException("v")));
      assertEquals(List.of("SEVERE odd java.lang.IllegalArgumentException: v"), logs.firstLines());
    }
    trace.prints("0 seen");
  }

  @Test
  void theReportOfACallbackSaysWhichOneItWas() {
    List<Object> messages = new ArrayList<>();
    loop.setExceptionHandler((where, context) -> messages.add(context.get("message")));
    loop.callSoon(throwing(new Exception()));
    loop.callSoon(
        new Runnable() {
          @Override
          public void run() {
            throw new IllegalArgumentException();
          }

          @Override
          public String toString() {
            return "the second";
          }
        });
    Future<Void> future = loop.createFuture();
    future.addDoneCallback(done -> throwing(new Exception()).run());
    future.setResult(null);
    loop.callLater(Duration.ofSeconds(1), throwing(new Exception()));
    loop.advanceUntilIdle();
    assertEquals(
        List.of(
            "Exception in callback Handle[lambda of dev.fermata.ErrorReportTest]",
            "Exception in callback Handle[the second]",
            "Exception in callback lambda of dev.fermata.ErrorReportTest",
            "Exception in callback TimerHandle[lambda of dev.fermata.ErrorReportTest]"),
        messages);
  }

  @Test
  void aFailureOfABusyLoopIsReportedAfterSomePasses() {
    failing("dropped");
    trace.run(s -> s.await(yields(100)), s -> s.await(sleep(1)), s -> null);
    trace.prints(
        """
        65 HANDLER Task exception was never retrieved -> IllegalArgumentException(dropped)
        """);
  }

  private static Coroutine<Void> yields(int count) {
    int[] left = {count};
    return Script.of(s -> left[0]-- > 0 ? s.awaitThen(yieldNow(), 0) : null);
  }

  @Test
  void aFailureWithAnInattentiveCallbackIsReportedWhenTheLoopCloses() {
    failing("unread").addDoneCallback(t -> trace.log("callback"));
    trace.run(s -> s.await(sleep(1)), s -> null);
    trace.prints(
        """
        2 callback
        9@1 HANDLER Task exception was never retrieved -> IllegalArgumentException(unread)
        """);
  }

  @Test
  void aFailureOfTheLastPassIsReportedWhenTheLoopCloses() {
    Future<Void> future = loop.createFuture();
    future.setException(new IllegalArgumentException("unread"));
    loop.close();
    trace.prints(
        """
        0 HANDLER Future exception was never retrieved -> IllegalArgumentException(unread)
        """);
  }

  @Test
  void aFailureWithAnInattentiveCallbackIsReportedWhenItsFutureIsCollected() {
    EventLoop real = EventLoop.create();
    List<Object> reported = new ArrayList<>();
    real.setExceptionHandler((where, context) -> reported.add(context.get("exception")));
    Exception error = new IllegalArgumentException("unread");
    real.createTask(Coroutine.failed(error)).addDoneCallback(t -> {});
    runUntil(real, () -> !reported.isEmpty());
    assertEquals(List.of(error), reported);
    real.close();
    assertEquals(1, reported.size());
  }

  @Test
  void aFailureThatIsReadLateIsNotReportedWhenItsFutureIsCollected() {
    Task<Object> task = failing("late");
    task.addDoneCallback(t -> {});
    trace.run(
        s -> s.await(sleep(1)),
        s -> {
          task.exception();
          return null;
        });
    trace.prints("");
  }

  /** Runs a loop, collecting garbage, until the condition holds. */
  private static void runUntil(EventLoop loop, BooleanSupplier condition) {
    for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
      System.gc();
      loop.runUntilComplete(Fermata.sleep(Duration.ofMillis(5)));
    }
    assertTrue(condition.getAsBoolean());
  }

  @Test
  void aFailingHandlerFallsBackToTheDefaultOneAndTheLoopGoesOn() {
    loop.setExceptionHandler(
        (where, context) -> {
          throw new Exception("the handler's own");
        });
    loop.callSoon(throwing(new IllegalArgumentException("x")));
    try (Logs logs = new Logs()) {
      trace.run(
          s -> s.await(yieldNow()), s -> s.await(trace.outcome("alive", yieldNow())), s -> null);
      assertEquals(
          "[SEVERE Unhandled error in exception handler java.lang.Exception: the handler's own]",
          logs.firstLines().toString());
    }
    trace.prints("3 alive -> null");
  }

  @Test
  void withoutAHandlerErrorsGoToTheLog() {
    loop.setExceptionHandler(null);
    loop.callSoon(throwing(new IllegalArgumentException("y")));
    try (Logs logs = new Logs()) {
      trace.run(s -> s.await(yieldNow()), s -> null);
      String line = logs.firstLines().toString();
      assertTrue(line.startsWith("[SEVERE Exception in callback "), line);
      assertTrue(line.endsWith("java.lang.IllegalArgumentException: y]"), line);
    }
  }

  @Test
  void inDebugModeASlowStepIsLogged() {
    loop.setDebug(true);
    loop.setExceptionHandler(null);
    loop.setSlowCallbackDuration(Duration.ofMillis(2));
    loop.callSoon(
        () -> {
          long end = System.nanoTime() + 3_000_000L;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        });
    try (Logs logs = new Logs()) {
      loop.stop();
      loop.runForever();
      String line = logs.firstLines().toString();
      assertTrue(line.matches("\\[WARNING Executing Handle.* took \\d+ ms null\\]"), line);
    }
  }

  @Test
  void inDebugModeARealLoopThatNothingCanWakeTellsWhichTasksWaitAndGoesOn() {
    EventLoop real = EventLoop.create();
    real.setDebug(true);
    List<Object> reports = new ArrayList<>();
    Future<Void> future = real.createFuture();
    real.setExceptionHandler(
        (where, context) -> {
          reports.add(context.get("message"));
          future.setResult(null);
        });
    Fermata.run(Script.named("main", s -> s.await(future), s -> null), real);
    assertEquals(
        List.of(
            "deadlock: nothing is ready, no timer runs, and nothing outside is being waited for."
                + " Unfinished tasks: Task-1 waits for Future[pending]"
                + " at Script.main(Script.java:1)"),
        reports);
  }

  @Test
  void aLoopThatOtherThreadsCallIsNotTakenForStuck() throws InterruptedException {
    EventLoop real = EventLoop.create();
    real.setDebug(true);
    List<Object> reports = new ArrayList<>();
    real.setExceptionHandler((where, context) -> reports.add(context.get("message")));
    Future<Void> future = real.createFuture();
    Thread stranger =
        new Thread(
            () -> {
              real.callSoonThreadsafe(() -> {});
              // Longer than a loop waits before it takes itself for stuck.
              LockSupport.parkNanos(400_000_000);
              real.callSoonThreadsafe(() -> future.setResult(null));
            });
    real.callSoon(stranger::start);
    real.runUntilComplete(future);
    stranger.join();
    assertEquals(List.of(), reports);
    real.close();
  }
}
