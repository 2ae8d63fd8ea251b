package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.core.AwaitingCoroutine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Moving a virtual clock by hand, waiting for quiet, and the shuffled order of a pass. */
@Timeout(60)
class VirtualTimeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;

  private Task<Void> ticker(int ticks) {
    return loop.createTask(
        Script.of(
            s -> {
              trace.log("begin");
              return s.await(sleep(1));
            },
            s -> {
              trace.log("tick");
              return loop.time() >= ticks * 1_000_000_000L ? null : s.awaitThen(sleep(1), 1);
            }));
  }

  @Test
  void runCurrentRunsWhatBecomesReadyMeanwhileAndLeavesTheClock() {
    loop.createTask(
        Script.of(
            s -> s.await(yieldNow()),
            s -> {
              trace.log("second step");
              return s.await(sleep(1));
            },
            s -> {
              trace.log("slept");
              return null;
            }));
    loop.runCurrent();
    loop.runCurrent();
    assertFalse(loop.isRunning());
    trace.prints("2 second step");
    assertEquals(0, loop.time());
  }

  @Test
  void advanceByRunsWhatIsDueUpToAndIncludingTheEnd() {
    Task<Void> task = ticker(3);
    loop.advanceBy(Duration.ofMillis(1500));
    trace.prints(
        """
        1 begin
        3@1 tick
        """);
    assertEquals(1_500_000_000L, loop.time());
    loop.advanceBy(Duration.ofMillis(500));
    assertEquals(2_000_000_000L, loop.time());
    assertEquals("6@2 tick", trace.lines().get(2));
    assertFalse(task.isDone());
    loop.advanceBy(SECOND);
    assertTrue(task.isDone());
  }

  @Test
  void advanceByZeroRunsWhatIsReady() {
    ticker(1);
    loop.advanceBy(Duration.ZERO);
    trace.prints("1 begin");
  }

  @Test
  void advanceByMovesTheClockOfALoopWithoutTimers() {
    loop.advanceBy(Duration.ofDays(3));
    assertEquals(Duration.ofDays(3).toNanos(), loop.time());
  }

  @Test
  void advanceUntilIdleRunsEveryTimerAndLeavesTasksThatWaitForOthers() {
    Future<Void> never = loop.createFuture();
    Task<Void> blocked = loop.createTask(new AwaitingCoroutine<>(never));
    Task<Void> task = ticker(2);
    loop.advanceUntilIdle();
    trace.prints(
        """
        1 begin
        3@1 tick
        5@2 tick
        """);
    assertTrue(task.isDone());
    assertFalse(blocked.isDone());
  }

  @Test
  void advanceUntilIdleWaitsForJobsInOtherThreads() {
    CountDownLatch started = new CountDownLatch(1);
    Task<String> task =
        loop.createTask(
            Fermata.toThread(
                () -> {
                  started.await();
                  return "done";
                }));
    loop.callSoon(started::countDown);
    loop.advanceUntilIdle();
    assertEquals("done", task.result());
    loop.close();
  }

  @Test
  void stopEndsAnAdvanceWhereItIs() {
    ticker(5);
    loop.callLater(Duration.ofSeconds(2), loop::stop);
    loop.advanceUntilIdle();
    assertEquals(2_000_000_000L, loop.time());
    loop.advanceBy(SECOND);
    assertEquals(3_000_000_000L, loop.time());
  }

  @Test
  void theClockOnlyGoesForwardAndOnlyByHandFromOutside() {
    assertThrows(IllegalArgumentException.class, () -> loop.advanceBy(SECOND.negated()));
    loop.callSoon(
        () -> {
          assertThrows(IllegalStateException.class, () -> loop.advanceBy(SECOND));
          assertThrows(IllegalStateException.class, loop::runCurrent);
          assertThrows(IllegalStateException.class, loop::advanceUntilIdle);
          trace.log("refused");
        });
    loop.runCurrent();
    trace.prints("1 refused");
  }

  @Test
  void aTimerInThePastDoesNotMoveTheClockBack() {
    loop.callAt(-5, () -> trace.log("late"));
    loop.runUntilComplete(sleep(1));
    trace.prints("1 late");
    assertEquals(1_000_000_000L, loop.time());
  }

  @Test
  void whenAllBlockedComesBeforeTheNextTimerAndAfterAllThatIsReady() {
    trace.run(
        s -> {
          createTask(
              Script.of(
                  c -> c.await(yieldNow()),
                  c -> c.await(yieldNow()),
                  c -> {
                    trace.log("blocks");
                    return c.await(sleep(1));
                  },
                  c -> {
                    trace.log("slept");
                    return null;
                  }));
          return s.await(loop.whenAllBlocked());
        },
        s -> {
          trace.log("all blocked");
          return s.await(sleep(2));
        },
        s -> null);
    trace.prints(
        """
        4 blocks
        5 all blocked
        7@1 slept
        """);
  }

  @Test
  void whenAllBlockedIsReachedByRunCurrentAndMayBeCancelled() {
    Future<Void> quiet = loop.whenAllBlocked();
    Future<Void> cancelled = loop.whenAllBlocked();
    cancelled.cancel();
    loop.runCurrent();
    assertEquals(Future.State.DONE, quiet.state());
    assertTrue(cancelled.isCancelled());
  }

  @Test
  void whenAllBlockedWorksInARealLoop() {
    EventLoop real = EventLoop.create();
    real.createTask(new AwaitingCoroutine<>(real.createFuture())).cancel();
    real.runUntilComplete(real.whenAllBlocked());
    assertTrue(real.allTasks().isEmpty());
    real.close();
  }

  private static List<Integer> order(VirtualEventLoop shuffled) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      shuffled.callSoon(() -> order.add(number));
    }
    shuffled.runCurrent();
    shuffled.close();
    return order;
  }

  @Test
  void aShuffledPassRunsEverythingOnceInAnOrderThatTheSeedDecides() {
    List<Integer> sorted = IntStream.range(0, 100).boxed().toList();
    List<Integer> first = order(EventLoop.createVirtual(1));
    assertNotEquals(sorted, first);
    assertEquals(first, order(EventLoop.createVirtual(1)));
    assertNotEquals(first, order(EventLoop.createVirtual(2)));
    assertEquals(sorted, first.stream().sorted().toList());
    assertEquals(sorted, order(EventLoop.createVirtual()));
  }

  @Test
  void shuffledTasksKeepTheirPasses() {
    VirtualEventLoop shuffled = EventLoop.createVirtual(7);
    List<Long> passes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      shuffled.createTask(
          Script.of(
              s -> s.await(yieldNow()),
              s -> {
                passes.add(shuffled.iteration());
                return s.await(yieldNow());
              },
              s -> passes.add(shuffled.iteration())));
    }
    shuffled.runCurrent();
    shuffled.close();
    assertEquals(
        IntStream.range(0, 100).mapToObj(i -> i < 50 ? 2L : 3L).toList(),
        passes,
        "the order changes within a pass only");
  }
}
