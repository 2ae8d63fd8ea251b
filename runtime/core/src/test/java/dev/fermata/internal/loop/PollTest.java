package dev.fermata.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When an engine polls, and in which order it runs what it finds. */
@Timeout(60)
class PollTest {
  private final List<Object> log = new ArrayList<>();

  private class Polled extends Engine {
    private final Queue<Object> outside = new ArrayDeque<>();
    private final List<Long> polls = new ArrayList<>();
    private long waited;
    private int wakeUps;

    Polled() {
      super(Clock.real());
      startPolling();
    }

    @Override
    protected void poll(long nanos) {
      polls.add(passes());
      waited = nanos;
      outside.forEach(this::add);
      outside.clear();
    }

    @Override
    protected void wakeUp() {
      wakeUps++;
    }

    @Override
    protected void execute(Object handle) {
      log.add(handle);
      if (handle instanceof Runnable action) {
        action.run();
      }
    }

    @Override
    protected boolean isCancelled(Object timer) {
      return false;
    }

    @Override
    protected void stuck(long limit) {
      add("stuck");
    }

    @Override
    protected void interrupted() {}

    void stop() {
      stopPolling();
    }

    /** Runs passes in each of which one handle makes the next. */
    void busy(int passes, Runnable inEach) {
      int[] left = {passes};
      Runnable[] next = new Runnable[1];
      next[0] =
          () -> {
            inEach.run();
            if (--left[0] > 0) {
              add(next[0]);
            }
          };
      add(next[0]);
      while (left[0] > 0) {
        passes(true);
      }
    }
  }

  private final Polled engine = new Polled();

  private static void pass(long nanos) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatAPollFindsComesBehindWhatIsReadyAndWhatOthersSentAndBeforeTimers() {
    engine.outside.add("channel");
    engine.add("ready");
    engine.addFromOutside("sent");
    engine.addTimer(0, "timer");
    engine.pass(true);
    assertEquals(List.of("ready", "sent", "channel", "timer"), log);
  }

  @Test
  void aWaitIsOnePollAsLongAsTheFirstTimerIsAway() {
    engine.outside.add("channel");
    engine.addTimer(engine.now() + 3_600_000_000_000L, "timer");
    engine.pass(true);
    assertEquals(List.of("channel"), log);
    assertEquals(List.of(0L), engine.polls);
    assertTrue(engine.waited > 3_500_000_000_000L, () -> "waited " + engine.waited);
  }

  @Test
  void aBusyEnginePollsEverySoManyPasses() {
    engine.busy(20_000, () -> {});
    int polls = engine.polls.size();
    assertTrue(polls >= 20_000 / 256, () -> "polls: " + polls);
    assertTrue(polls < 20_000 / 32, () -> "polls: " + polls);
  }

  @Test
  void anEngineWithMuchReadyPollsBeforeEachPass() {
    for (int pass = 0; pass < 5; pass++) {
      for (int i = 0; i < 1_500; i++) {
        engine.add("ready");
      }
      engine.pass(true);
    }
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L), engine.polls);
  }

  @Test
  void passesThatTakeAMillisecondDoNotHoldChannelsUp() {
    engine.busy(50, () -> pass(1_100_000));
    int polls = engine.polls.size();
    assertTrue(polls >= 45, () -> "polls: " + polls);
  }

  @Test
  void passesThatBecomeSlowHoldChannelsUpForAFewOfThemOnly() {
    engine.busy(5_000, () -> {});
    engine.polls.clear();
    engine.busy(64, () -> pass(1_100_000));
    assertTrue(engine.polls.size() >= 24, () -> "polls: " + engine.polls);
  }

  @Test
  void aPollThatIsAskedForComesBeforeTheNextPass() {
    engine.pass(false);
    engine.polls.clear();
    engine.busy(10, () -> {});
    engine.add((Runnable) engine::pollSoon);
    engine.passes(false);
    engine.polls.clear();
    engine.add("next");
    engine.passes(false);
    assertEquals(1, engine.polls.size());
  }

  @Test
  void oneWhoSendsFromOutsideWakesThePollThatWaits() {
    engine.addFromOutside("early");
    assertEquals(0, engine.wakeUps);
    Polled waiting =
        new Polled() {
          @Override
          protected void poll(long nanos) {
            addFromOutside("sent");
          }
        };
    waiting.pass(true);
    assertEquals(1, waiting.wakeUps);
    assertEquals(List.of("sent"), log);
  }

  @Test
  @DisplayName("io 14: with no channel an engine waits as before, for timers that are exact")
  void anEngineThatHasStoppedPollingWaitsByItself() {
    engine.stop();
    long deadline = engine.now() + 200_000;
    engine.addTimer(deadline, "timer");
    while (log.isEmpty()) {
      engine.pass(true);
    }
    assertTrue(engine.now() >= deadline);
    assertEquals(List.of(), engine.polls);
  }
}
