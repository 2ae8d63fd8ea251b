package dev.fermata.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Passes over handles of any kind, with both clocks, and arrivals from other threads. */
@Timeout(60)
class EngineTest {
  private final List<Object> ran = new ArrayList<>();

  private final class Recorder extends Engine {
    private int stuck;

    Recorder(Clock clock) {
      super(clock);
    }

    @Override
    protected void execute(Object handle) {
      ran.add(handle);
      if (handle instanceof Runnable action) {
        action.run();
      }
    }

    @Override
    protected boolean isCancelled(Object timer) {
      return timer.equals("cancelled");
    }

    @Override
    protected void stuck(long limit) {
      stuck++;
      addFromOutside("rescue");
    }

    @Override
    protected void interrupted() {
      add("interrupted");
    }
  }

  private final Recorder virtual = new Recorder(Clock.virtual());

  @Test
  void aPassRunsOnlyWhatWasReadyWhenItBegan() {
    Runnable adds = () -> virtual.add("late");
    virtual.add(adds);
    virtual.add("first");
    virtual.pass(true);
    assertEquals(List.of(adds, "first"), ran);
    virtual.pass(true);
    assertEquals(List.of(adds, "first", "late"), ran);
    assertEquals(2, virtual.passes());
  }

  @Test
  void theOrderStaysWhereTheQueueGrowsForManyHandlesAndShrinksForFew() {
    List<Object> expected = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 70_000; i++) {
        virtual.add(round + ":" + i);
        expected.add(round + ":" + i);
      }
      virtual.pass(true);
      for (int i = 0; i < 50; i++) {
        virtual.add(round + " few " + i);
        expected.add(round + " few " + i);
      }
      virtual.pass(true);
    }
    assertEquals(expected, ran);
  }

  @Test
  void passesFollowEachOtherAsLongAsSomethingIsReady() {
    Runnable last = () -> virtual.add("last");
    Runnable first = () -> virtual.add(last);
    virtual.add(first);
    virtual.passes(true);
    assertEquals(List.of(first, last, "last"), ran);
    assertEquals(3, virtual.passes());
  }

  @Test
  void aTimerOrAnArrivalEndsASeriesOfPassesAndItsTurnComesBehindWhatIsReady() {
    Runnable setsTimer = () -> virtual.addTimer(0, "timer");
    Runnable sends = () -> virtual.addFromOutside("arrival");
    for (Runnable action : List.of(setsTimer, sends)) {
      virtual.add((Runnable) () -> virtual.add("ready"));
      virtual.add(action);
      virtual.passes(true);
      assertEquals(2, ran.size());
      ran.clear();
      virtual.passes(true);
      assertEquals(List.of("ready", action == sends ? "arrival" : "timer"), ran);
      ran.clear();
    }
    assertEquals(4, virtual.passes());
  }

  @Test
  void theOwnerGetsTheThreadBackAfterThePassInWhichItAskedForItAndOnlyOnce() {
    Runnable asks = virtual::returnAfterPass;
    Runnable adds = () -> virtual.add("late");
    virtual.add(asks);
    virtual.add(adds);
    virtual.passes(true);
    assertEquals(List.of(asks, adds), ran);
    virtual.add(adds);
    virtual.returnAfterPass();
    virtual.passes(true);
    assertEquals(List.of(asks, adds, "late", adds), ran);
    virtual.add(adds);
    virtual.passes(true);
    assertEquals(List.of(asks, adds, "late", adds, "late", adds, "late"), ran);
  }

  @Test
  void manyHandlesKeepTheirOrderWhileTheRingGrows() {
    List<Object> expected = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 50 << round; i++) {
        virtual.add(i);
        expected.add(i);
      }
      virtual.pass(true);
    }
    assertEquals(expected, ran);
  }

  @Test
  void aThrowingHandleLeavesThoseBehindItInTheQueue() {
    Runnable throwing =
        () -> {
          throw new IllegalStateException("x");
        };
    virtual.add(throwing);
    virtual.add("behind");
    try {
      virtual.pass(true);
    } catch (IllegalStateException expected) {
      ran.clear();
    }
    virtual.pass(true);
    assertEquals(List.of("behind"), ran);
  }

  @Test
  void aVirtualClockJumpsOnlyWhenNothingIsReady() {
    virtual.addTimer(5, "timer");
    virtual.add("ready");
    virtual.pass(true);
    assertEquals(0, virtual.now());
    assertEquals(List.of("ready"), ran);
    virtual.pass(true);
    assertEquals(5, virtual.now());
    assertEquals(List.of("ready", "timer"), ran);
  }

  @Test
  void aPassThatMayNotWaitDoesNotJump() {
    virtual.addTimer(5, "timer");
    virtual.pass(false);
    assertEquals(0, virtual.now());
    assertEquals(List.of(), ran);
  }

  @Test
  void aCancelledTimerIsNotWaitedFor() {
    virtual.addTimer(5, "cancelled");
    virtual.noteTimerCancelled();
    virtual.addTimer(7, "timer");
    virtual.pass(true);
    assertEquals(7, virtual.now());
    assertEquals(List.of("timer"), ran);
  }

  @Test
  void anEngineWithoutAnythingToWaitForSaysSoAndWaitsOn() {
    for (Recorder engine : List.of(virtual, new Recorder(Clock.real()))) {
      engine.pass(true);
      assertEquals(1, engine.stuck);
    }
    assertEquals(List.of("rescue", "rescue"), ran);
  }

  @Test
  void anInterruptIsNoticedWhenNothingIsReadyAndClearsTheFlag() {
    Thread.currentThread().interrupt();
    virtual.add("ready");
    virtual.pass(true);
    assertEquals(List.of("ready"), ran);
    virtual.pass(true);
    assertEquals(List.of("ready", "interrupted"), ran);
    assertFalse(Thread.interrupted());
    assertTrue(virtual.takeInterrupt());
    assertFalse(virtual.takeInterrupt());
  }

  @Test
  void aJobThatNeverArrivesDoesNotHoldAVirtualClockForEver() {
    virtual.outsideWork().jobBegun();
    virtual.addTimer(1_000_000, "first");
    virtual.addTimer(Long.MAX_VALUE / 2, "second");
    virtual.pass(true);
    assertEquals(List.of("first"), ran);
  }

  @Test
  void aRealEngineRunsTimersInTime() {
    Recorder real = new Recorder(Clock.real());
    long deadline = real.now() + 5_000_000;
    real.addTimer(deadline, "timer");
    while (ran.isEmpty()) {
      real.pass(true);
    }
    assertTrue(real.now() >= deadline);
  }

  @Test
  void anArrivalWakesAWaitingEngine() throws InterruptedException {
    Recorder real = new Recorder(Clock.real());
    CountDownLatch done = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              while (ran.isEmpty()) {
                real.pass(true);
              }
              done.countDown();
            });
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    real.addFromOutside("arrival");
    assertTrue(done.await(30, TimeUnit.SECONDS));
    assertEquals(List.of("arrival"), ran);
  }

  @Test
  void arrivalsOfManyThreadsAreAllRunEachThreadsInItsOrder() throws InterruptedException {
    Recorder real = new Recorder(Clock.real());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int base = t * 10_000;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  real.addFromOutside(base + i);
                }
              });
      threads.add(thread);
      thread.start();
    }
    while (ran.size() < 40_000) {
      real.pass(true);
    }
    int[] next = {0, 10_000, 20_000, 30_000};
    for (Object number : ran) {
      int thread = (Integer) number / 10_000;
      assertEquals(next[thread]++, number);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void clearDropsEverything() {
    virtual.add("ready");
    virtual.addFromOutside("arrived");
    virtual.addTimer(0, "timer");
    virtual.clear();
    assertTrue(virtual.isIdle());
    virtual.pass(false);
    assertEquals(List.of(), ran);
    assertFalse(virtual.passes() == 0);
  }
}
