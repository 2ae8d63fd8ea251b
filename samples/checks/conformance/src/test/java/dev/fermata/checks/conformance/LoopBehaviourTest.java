package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Handle;
import dev.fermata.Task;
import dev.fermata.TimerHandle;
import dev.fermata.VirtualEventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop itself: handles, timers, runs, and its exception handler. */
class LoopBehaviourTest {
  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<Object> log = new ArrayList<>();

  @AfterEach
  void closeTheLoop() {
    loop.close();
  }

  private void runPasses(int count) {
    for (int i = 0; i < count; i++) {
      loop.stop();
      loop.runForever();
    }
  }

  @Test
  void aNewLoopIsNeitherRunningNorClosed() {
    assertFalse(loop.isRunning());
    assertFalse(loop.isClosed());
    assertEquals(0, loop.iteration());
    assertEquals(0, loop.time());
  }

  @Test
  void aLoopRunsWhileItsCallbacksRun() {
    loop.callSoon(() -> log.add(loop.isRunning()));
    loop.callSoon(() -> log.add(EventLoop.running() == loop));
    runPasses(1);
    assertEquals(List.of(true, true), log);
    assertFalse(loop.isRunning());
    assertThrows(IllegalStateException.class, EventLoop::running);
  }

  @Test
  @Shows({R1})
  void callbacksRunInTheOrderInWhichTheyWereQueued() {
    for (int i = 0; i < 5; i++) {
      int n = i;
      loop.callSoon(() -> log.add(n));
    }
    runPasses(1);
    assertEquals(List.of(0, 1, 2, 3, 4), log);
  }

  @Test
  @Shows({R2})
  void aCallbackThatQueuesItselfAgainRunsOncePerPass() {
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          log.add(loop.iteration());
          loop.callSoon(again[0]);
        };
    loop.callSoon(again[0]);
    runPasses(3);
    assertEquals(List.of(1L, 2L, 3L), log);
  }

  @Test
  @Shows({R3})
  void aCancelledHandleNeverRuns() {
    Handle handle = loop.callSoon(() -> log.add("ran"));
    assertFalse(handle.isCancelled());
    handle.cancel();
    handle.cancel();
    assertTrue(handle.isCancelled());
    runPasses(1);
    assertEquals(List.of(), log);
  }

  @Test
  void cancellingAHandleThatHasRunChangesNothing() {
    Handle handle = loop.callSoon(() -> log.add("ran"));
    runPasses(1);
    handle.cancel();
    runPasses(1);
    assertEquals(List.of("ran"), log);
  }

  @Test
  void aTimerKnowsItsTime() {
    TimerHandle later = loop.callLater(Duration.ofMillis(1500), () -> {});
    TimerHandle at = loop.callAt(nanos(7), () -> {});
    assertEquals(nanos(1.5), later.when());
    assertEquals(nanos(7), at.when());
  }

  @Test
  @Shows({R1, R4})
  void manyTimersRunByDeadlineAndThenByCreation() {
    Random random = new Random(42);
    Map<Integer, Integer> seconds = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      int n = i;
      seconds.put(n, random.nextInt(20));
      loop.callLater(seconds(seconds.get(n)), () -> log.add(n));
    }
    loop.runUntilComplete(sleep(30));
    List<Integer> expected =
        IntStream.range(0, 200)
            .boxed()
            .sorted(
                (a, b) ->
                    seconds.get(a).equals(seconds.get(b)) ? a - b : seconds.get(a) - seconds.get(b))
            .collect(Collectors.toList());
    assertEquals(expected, log);
  }

  @Test
  @Shows({R3})
  void cancelledTimersAreSkippedHoweverMany() {
    List<TimerHandle> timers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int n = i;
      timers.add(loop.callLater(seconds(1 + i % 7), () -> log.add(n)));
    }
    for (int i = 0; i < 500; i++) {
      if (i != 123) {
        timers.get(i).cancel();
      }
    }
    loop.runUntilComplete(sleep(10));
    assertEquals(List.of(123), log);
  }

  @Test
  @Shows({R3})
  void aTimerMayCancelAnotherOfTheSameInstant() {
    TimerHandle[] second = new TimerHandle[1];
    loop.callAt(nanos(1), () -> second[0].cancel());
    second[0] = loop.callAt(nanos(1), () -> log.add("ran"));
    loop.runUntilComplete(sleep(2));
    assertEquals(List.of(), log);
  }

  @Test
  @Shows({R1})
  void aTimerOfThePastRunsInTheNextPassBehindWhatIsReady() {
    loop.runUntilComplete(sleep(5));
    loop.callAt(nanos(1), () -> log.add("past"));
    loop.callSoon(() -> log.add("soon"));
    runPasses(1);
    assertEquals(List.of("soon", "past"), log);
    assertEquals(nanos(5), loop.time());
  }

  @Test
  void theVirtualClockStandsStillWhileAnythingIsReady() {
    loop.callLater(seconds(1), () -> log.add("timer at " + loop.iteration()));
    loop.runUntilComplete(passes(10));
    assertEquals(List.of(), log);
    assertEquals(0, loop.time());
  }

  @Test
  void anHourOfSleepsTakesNoTime() {
    long began = System.nanoTime();
    loop.runUntilComplete(
        async(
            () -> {
              for (int i = 0; i < 3600; i++) {
                await(sleep(1));
              }
              return Coroutine.done();
            }));
    assertEquals(nanos(3600), loop.time());
    assertTrue(System.nanoTime() - began < nanos(30), "an hour took half a minute");
  }

  @Test
  @Shows({R6})
  void stopBeforeARunAllowsOnePassThatDoesNotWait() {
    loop.callLater(seconds(1), () -> log.add("timer"));
    loop.callSoon(() -> log.add("soon"));
    loop.stop();
    loop.runForever();
    assertEquals(List.of("soon"), log);
    assertEquals(0, loop.time());
  }

  @Test
  void runUntilCompleteGivesTheValueAndTheLoopCanRunAgain() {
    assertEquals("a", loop.runUntilComplete(sleep(1, "a")));
    assertEquals("b", loop.runUntilComplete(sleep(1, "b")));
    assertEquals(nanos(2), loop.time());
  }

  @Test
  void runUntilCompleteThrowsTheErrorItself() {
    IOException error = new IOException();
    Throwable thrown =
        assertThrows(IOException.class, () -> loop.runUntilComplete(Coroutine.failed(error)));
    assertSame(error, thrown);
  }

  @Test
  void runUntilCompleteOfAFinishedTaskRunsTwoPasses() {
    Task<String> t = loop.createTask(sleep(0, "v"));
    loop.runUntilComplete(t);
    long before = loop.iteration();
    assertEquals("v", loop.runUntilComplete(t));
    assertEquals(1, loop.iteration() - before);
  }

  @Test
  @Shows({R6})
  void aStoppedRunUntilCompleteLeavesTheTaskForALaterRun() {
    Task<String> t = loop.createTask(sleep(5, "late"));
    loop.callLater(seconds(1), loop::stop);
    assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(t));
    assertFalse(t.isDone());
    assertEquals("late", loop.runUntilComplete(t));
    assertEquals(nanos(5), loop.time());
  }

  @Test
  void aRunInsideOfARunIsRefused() {
    VirtualEventLoop other = EventLoop.createVirtual();
    loop.callSoon(
        () -> {
          assertThrows(IllegalStateException.class, loop::runForever);
          assertThrows(IllegalStateException.class, other::runForever);
          log.add("refused");
        });
    runPasses(1);
    other.close();
    assertEquals(List.of("refused"), log);
  }

  @Test
  void aRunningLoopRefusesToBeClosed() {
    loop.callSoon(
        () -> {
          assertThrows(IllegalStateException.class, loop::close);
          log.add("refused");
        });
    runPasses(1);
    assertEquals(List.of("refused"), log);
    assertFalse(loop.isClosed());
  }

  @Test
  void aClosedLoopRefusesEverythingThatSchedules() {
    loop.callSoon(() -> log.add("dropped"));
    loop.close();
    loop.close();
    assertTrue(loop.isClosed());
    assertThrows(IllegalStateException.class, () -> loop.callSoon(() -> {}));
    assertThrows(IllegalStateException.class, () -> loop.callSoonThreadsafe(() -> {}));
    assertThrows(IllegalStateException.class, () -> loop.callLater(seconds(1), () -> {}));
    assertThrows(IllegalStateException.class, () -> loop.callAt(1, () -> {}));
    assertThrows(IllegalStateException.class, loop::runForever);
    assertEquals(List.of(), log);
  }

  @Test
  void aFutureOfAnotherLoopIsRefusedByRunUntilComplete() {
    VirtualEventLoop other = EventLoop.createVirtual();
    Future<Void> foreign = other.createFuture();
    assertThrows(IllegalArgumentException.class, () -> loop.runUntilComplete(foreign));
    other.close();
  }

  @Test
  @Shows({R5})
  void theHandlerGetsTheErrorAndTheHandle() {
    List<Map<String, Object>> contexts = new ArrayList<>();
    loop.setExceptionHandler((where, context) -> contexts.add(context));
    IllegalStateException error = new IllegalStateException("boom");
    Handle handle =
        loop.callSoon(
            () -> {
              throw error;
            });
    loop.callSoon(() -> log.add("goes on"));
    runPasses(1);
    assertEquals(1, contexts.size());
    assertSame(error, contexts.get(0).get("exception"));
    assertSame(handle, contexts.get(0).get("handle"));
    assertEquals(List.of("goes on"), log);
  }

  @Test
  @Shows({R5})
  void anErrorOfATimerReachesTheHandlerToo() {
    loop.setExceptionHandler((where, context) -> log.add(context.get("exception").toString()));
    loop.callLater(
        seconds(1),
        () -> {
          throw new IllegalStateException("timer");
        });
    loop.runUntilComplete(sleep(2));
    assertEquals(List.of("java.lang.IllegalStateException: timer"), log);
  }

  @Test
  void theHandlerCanBeCalledByHandAndReplaced() {
    loop.setExceptionHandler((where, context) -> log.add("first " + context.get("message")));
    loop.callExceptionHandler(Map.of("message", "a"));
    loop.setExceptionHandler((where, context) -> log.add("second " + context.get("message")));
    loop.callExceptionHandler(Map.of("message", "b"));
    assertEquals(List.of("first a", "second b"), log);
  }

  @Test
  @Shows({R5})
  void aFatalErrorOfACallbackLeavesTheRunAndTheRestStaysQueued() {
    loop.callSoon(
        () -> {
          throw new Python.SystemExit(1);
        });
    loop.callSoon(() -> log.add("later"));
    assertThrows(Python.SystemExit.class, loop::runForever);
    assertEquals(List.of(), log);
    assertFalse(loop.isRunning());
    runPasses(1);
    assertEquals(List.of("later"), log);
  }
}
