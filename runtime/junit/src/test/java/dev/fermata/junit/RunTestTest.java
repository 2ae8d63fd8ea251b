package dev.fermata.junit;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.junit.AsyncTests.inRealTime;
import static dev.fermata.junit.AsyncTests.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.AsyncBody;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.VirtualEventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code runTest} gives, and each way in which it fails. */
@Timeout(60)
class RunTestTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static String failure(AsyncBody<Void> body) {
    return assertThrows(AssertionError.class, () -> runTest(body)).getMessage();
  }

  @Test
  void aBodyGivesItsValueInVirtualTime() {
    assertEquals("slept", runTest(() -> sleep(Duration.ofMinutes(59), "slept")));
  }

  @Test
  void aFailureOfTheBodyIsThrownAsItIs() {
    IOException broken = new IOException("broken");
    assertSame(
        broken, assertThrows(IOException.class, () -> runTest(() -> Coroutine.failed(broken))));
  }

  @Test
  void aTaskThatIsLeftFailsTheTest() {
    assertEquals(
        """
        tasks are left at the end of the test; await or cancel them there, or ask for Leaks.CANCEL. \
        Who waits for what:
        - heartbeat: waiting for sleep, 0.0 s old""",
        failure(
            () -> {
              createTask(sleep(SECOND), "heartbeat");
              return Coroutine.done();
            }));
  }

  @Test
  void aTaskThatNeedsNoMoreTimeIsNotLeft() {
    runTest(
        () -> {
          createTask(sleep(SECOND)).cancel();
          createTask(sleep(Duration.ZERO));
          return Coroutine.done();
        });
  }

  @Test
  void aTaskThatIsLeftIsCancelledWhereThatIsAskedFor() {
    Task<?> task =
        runTest(
            TestRules.standard().withLeaks(Leaks.CANCEL),
            () -> Coroutine.of(createTask(sleep(SECOND))));
    assertTrue(task.isCancelled());
  }

  @Test
  void anErrorThatNobodyAsksForFailsTheTest() {
    IllegalStateException lost = new IllegalStateException("lost");
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                runTest(
                    () -> {
                      createTask(Coroutine.failed(lost));
                      return sleep(SECOND);
                    }));
    assertEquals(
        List.of(
            "Task exception was never retrieved: java.lang.IllegalStateException: lost",
            "    made at dev.fermata.junit.RunTestTest.lambda"),
        error.getMessage().lines().limit(2).map(line -> line.replaceAll("[$].*", "")).toList());
    assertSame(lost, error.getCause());
  }

  @Test
  void theErrorOfACallbackFailsTheTest() {
    String message =
        failure(
            () -> {
              EventLoop.running()
                  .callSoon(
                      () -> {
                        throw new IllegalStateException("in a callback");
                      });
              return sleep(SECOND);
            });
    assertTrue(message.startsWith("Exception in callback "), message);
  }

  @Test
  void whatTheBodyThrowsComesBeforeWhatElseIsWrong() {
    IOException broken = new IOException("broken");
    IllegalStateException lost = new IllegalStateException("lost");
    assertThrows(
        IOException.class,
        () ->
            runTest(
                () -> {
                  createTask(Coroutine.failed(lost));
                  createTask(sleep(SECOND));
                  return Coroutine.failed(broken);
                }));
    assertEquals(1, broken.getSuppressed().length);
    assertSame(lost, broken.getSuppressed()[0].getCause());
  }

  @Test
  void anExceptionHandlerOfTheTestTakesTheErrors() {
    runTest(
        () -> {
          EventLoop.running().setExceptionHandler((loop, context) -> {});
          createTask(Coroutine.failed(new IllegalStateException("expected")));
          return sleep(SECOND);
        });
  }

  @Test
  void aTestThatGoesOnForTooLongFailsAtItsLimit() {
    AsyncBody<Void> body =
        () -> {
          createTask(sleep(Duration.ofSeconds(7)), "helper");
          return sleep(Duration.ofSeconds(11));
        };
    TestRules rules = TestRules.standard().withTimeout(Duration.ofSeconds(10));
    assertEquals(
        """
        the test has not ended: the clock's limit of PT10S is reached; a test that needs longer \
        says so by @FermataTest(timeout) or TestRules.withTimeout. Who waits for what:
        - Task-1: waiting for sleep, 7.0 s old""",
        assertThrows(AssertionError.class, () -> runTest(rules, body)).getMessage());
  }

  @Test
  void aTestThatWaitsForNothingFailsAtOnce() {
    assertEquals(
        """
        the test has not ended: deadlock: nothing is ready, no timer runs, and nothing outside is \
        being waited for. Who waits for what:
        - Task-1: waiting for future, 0.0 s old""",
        failure(
            () -> {
              Future<Void> never = EventLoop.running().createFuture();
              return never.toCoroutine();
            }));
  }

  @Test
  void aSlowStepFailsNothing() {
    runTest(
        () -> {
          EventLoop.running().setSlowCallbackDuration(Duration.ofNanos(1));
          return sleep(SECOND);
        });
  }

  @Test
  void theSameSeedGivesTheSameOrder() {
    assertEquals(order(7), order(7));
    assertTrue(List.of(1L, 2L, 3L).stream().anyMatch(seed -> !order(seed).equals(order(7))));
  }

  private static List<Integer> order(long seed) {
    List<Integer> order = new java.util.ArrayList<>();
    runTest(
        TestRules.standard().withSeed(seed),
        () -> {
          for (int i = 0; i < 20; i++) {
            int number = i;
            EventLoop.running().callSoon(() -> order.add(number));
          }
          return sleep(SECOND);
        });
    return order;
  }

  @Test
  void anotherThreadIsWaitedForInRealTime() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    Thread waiting = Thread.currentThread();
    String value =
        runTest(
            () -> {
              EventLoop.running().callLater(SECOND, () -> stage.complete("too late"));
              Future<String> future = inRealTime(stage);
              future.addDoneCallback(done -> assertEquals(0, EventLoop.running().time()));
              completeWhenWaiting(stage, waiting);
              return future.toCoroutine();
            });
    assertEquals("done", value);
  }

  @Test
  void aJobIsWaitedForInRealTimeAndTheClockGoesOnAfterwards() {
    long end =
        runTest(
            () -> {
              Future<Long> time = inRealTime(toThread(System::nanoTime));
              time.addDoneCallback(done -> createTask(sleep(SECOND)));
              return Fermata.withTimeout(
                  Duration.ofSeconds(3), scope -> sleep(Duration.ofSeconds(2), 2L));
            });
    assertEquals(2, end);
  }

  @Test
  void runTestInsideOfARunningLoopIsRefused() {
    Coroutine<Void> main = Fermata.async(() -> Coroutine.of(runTest(() -> Coroutine.done())));
    VirtualEventLoop loop = EventLoop.createVirtual();
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> Fermata.run(main, loop));
    assertEquals("run cannot be called from a running event loop", error.getMessage());
    assertEquals(0, error.getSuppressed().length);
  }

  @Test
  void aLimitOfNoTimeIsRefused() {
    assertInstanceOf(
        IllegalArgumentException.class,
        assertThrows(
            RuntimeException.class, () -> TestRules.standard().withTimeout(Duration.ZERO)));
  }

  private static void completeWhenWaiting(CompletableFuture<String> stage, Thread waiting) {
    new Thread(
            () -> {
              while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              stage.complete("done");
            })
        .start();
  }
}
