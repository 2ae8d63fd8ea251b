package dev.fermata;

import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A virtual clock as a date, where it ends, and what it does while other threads work. */
@Timeout(60)
class VirtualClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualEventLoop loop = EventLoop.createVirtual();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void theDateBeginsAtTheEpochAndGoesWithTheLoopsTime() {
    Clock clock = loop.clock();
    assertEquals(Instant.EPOCH, clock.instant());
    loop.advanceBy(Duration.ofHours(25));
    assertEquals(Instant.parse("1970-01-02T01:00:00Z"), clock.instant());
    assertEquals(Duration.ofHours(25).toMillis(), clock.millis());
    assertEquals("Z", clock.getZone().getId());
  }

  @Test
  void theDateIsShownInAnotherZoneAndFromAnotherBeginning() {
    ZoneId zone = ZoneId.of("Europe/Vienna");
    Instant begin = Instant.parse("2024-02-28T23:00:00Z");
    Clock clock = Clock.offset(loop.clock(), Duration.between(Instant.EPOCH, begin)).withZone(zone);
    loop.advanceBy(SECOND);
    assertEquals("2024-02-29T00:00:01", java.time.LocalDateTime.now(clock).toString());
    assertSame(zone, clock.getZone());
    assertNotSame(clock, loop.clock());
  }

  @Test
  void theDateOfARealLoopIsTheSystems() {
    EventLoop real = EventLoop.create();
    assertEquals(Clock.systemUTC(), real.clock());
    real.close();
  }

  @Test
  void aRunEndsWhereTheClockWouldHaveToPassItsLimit() {
    loop.setTimeLimit(Duration.ofSeconds(2));
    loop.createTask(Script.named("at the limit", s -> s.await(sleep(2)), s -> null), "ends");
    Coroutine<Void> main = Script.named("beyond", s -> s.await(sleep(3)), s -> null);
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(main));
    assertEquals(
        "the clock's limit of PT2S is reached. Unfinished tasks: Task-1 waits for SleepFuture[pending]"
            + " at Script.beyond(Script.java:1)",
        thrown.getMessage());
    assertEquals(2_000_000_000L, loop.time());
  }

  @Test
  void anAdvanceEndsAtTheLimitToo() {
    loop.setTimeLimit(SECOND);
    loop.advanceBy(SECOND);
    assertThrows(IllegalStateException.class, () -> loop.advanceBy(Duration.ofNanos(1)));
    assertThrows(IllegalArgumentException.class, () -> loop.setTimeLimit(SECOND.negated()));
  }

  @Test
  void aLoopWithALimitWaitsForStagesAsLongAsNoTimerRuns() {
    loop.setTimeLimit(SECOND);
    CompletableFuture<String> stage = new CompletableFuture<>();
    completeWhenWaiting(stage);
    assertEquals(
        "done", loop.runUntilComplete(Script.of(s -> s.await(wrapped(stage)), s -> s.result())));
    assertEquals(0, loop.time());
  }

  @Test
  void aClockThatIsHeldStandsStillForAStage() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    loop.callLater(Duration.ofMillis(1), () -> stage.complete("too late"));
    loop.holdClock();
    completeWhenWaiting(stage);
    assertEquals(
        "done", loop.runUntilComplete(Script.of(s -> s.await(wrapped(stage)), s -> s.result())));
    assertEquals(0, loop.time());
    loop.releaseClock();
    loop.advanceUntilIdle();
    assertEquals(1_000_000L, loop.time());
  }

  @Test
  void aClockThatIsHeldForNothingIsAnError() {
    loop.holdClock();
    Coroutine<Void> main = Script.named("main", s -> s.await(sleep(1)), s -> null);
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(main));
    assertEquals(
        "deadlock: nothing is ready, the clock is held, and nothing outside is being waited for."
            + " Unfinished tasks: Task-1 waits for SleepFuture[pending] at Script.main(Script.java:1)",
        thrown.getMessage());
    assertThrows(IllegalStateException.class, () -> loop.advanceBy(SECOND));
    loop.releaseClock();
    assertThrows(IllegalStateException.class, loop::releaseClock);
  }

  @Test
  void theClockStandsStillForAJobHoweverNearTheNextTimerIs() {
    Thread loopsThread = Thread.currentThread();
    loop.callLater(Duration.ofNanos(1), () -> {});
    Coroutine<Long> job =
        Fermata.toThread(
            () -> {
              awaitWaiting(loopsThread);
              return loop.time();
            });
    assertEquals(0, loop.runUntilComplete(job));
  }

  private static Awaitable<String> wrapped(CompletableFuture<String> stage) {
    return Fermata.wrap(stage);
  }

  /** Has another thread complete a stage when this one waits. */
  private static void completeWhenWaiting(CompletableFuture<String> stage) {
    Thread waiting = Thread.currentThread();
    new Thread(
            () -> {
              awaitWaiting(waiting);
              stage.complete("done");
            })
        .start();
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }
}
