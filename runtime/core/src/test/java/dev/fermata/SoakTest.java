package dev.fermata;

import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.waitFor;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.run.Loops;
import dev.fermata.sync.AsyncSemaphore;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Very many tasks in one loop, cancelled and timed out at random: none is lost, and nothing of them
 * is left. {@code -Dfermata.soak.tasks=1000000} makes it a million.
 */
@Timeout(600)
class SoakTest {
  private static final int TASKS = Integer.getInteger("fermata.soak.tasks", 30_000);
  private static final int BATCH = 100;
  private static final int GC_ATTEMPTS = 50;

  private static final int PERMITS = 10;

  private final Random random = new Random(42);
  private final AsyncSemaphore permits = new AsyncSemaphore(PERMITS);
  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final Task<?>[] recent = new Task<?>[1_000];
  private final List<WeakReference<Task<?>>> samples = new ArrayList<>();
  private final List<Object> reports = new ArrayList<>();

  private int started;
  private int values;
  private int timeouts;
  private int cancellations;
  private int cleanups;

  private Coroutine<Void> nap() {
    return sleep(Duration.ofMillis(random.nextInt(20)));
  }

  private Coroutine<Object> work() {
    return switch (random.nextInt(7)) {
      case 0 -> Script.of(s -> s.await(nap()), s -> "slept");
      case 1 -> Script.of(s -> s.await(yieldNow()), s -> s.await(yieldNow()), s -> "yielded");
      case 2 ->
          waitFor(sleep(Duration.ofMillis(10), "in time"), Duration.ofMillis(random.nextInt(20)));
      case 3 -> Script.of(s -> s.await(gather(nap(), nap())), s -> "gathered");
      case 4 ->
          TaskGroup.open(
              group -> {
                group.createTask(nap());
                group.createTask(yieldNow());
                return Script.of(s -> s.await(nap()), s -> "grouped");
              });
      case 5 ->
          Script.of(
              s -> s.await(permits.acquire()),
              s -> s.tryAwait(yieldNow()),
              s -> {
                permits.release();
                return s.error() == null ? "permitted" : s.rethrow();
              });
      default ->
          Script.of(
              s -> s.tryAwait(nap()),
              s -> s.error() == null ? s.awaitThen(yieldNow(), 3) : s.await(cleanUp(s.error())),
              s -> "not reached: the cleanup throws",
              s -> "undisturbed");
    };
  }

  /** Waits a little and throws the error on. */
  private Coroutine<Void> cleanUp(Throwable error) {
    return Script.of(
        s -> s.tryAwait(nap()),
        s -> {
          cleanups++;
          throw error;
        });
  }

  private void startBatch() {
    for (int i = 0; i < BATCH && started < TASKS; i++) {
      Task<Object> task = loop.createTask(work());
      task.addDoneCallback(this::count);
      recent[random.nextInt(recent.length)] = task;
      if (started++ % BATCH == 0) {
        samples.add(new WeakReference<>(task));
      }
      Task<?> victim = recent[random.nextInt(recent.length)];
      if (victim != null && random.nextInt(3) == 0) {
        victim.cancel();
      }
    }
    if (started < TASKS) {
      loop.callLater(Duration.ofMillis(random.nextInt(3)), this::startBatch);
    }
  }

  private void count(Future<Object> task) {
    if (task.isCancelled()) {
      cancellations++;
    } else if (task.exception() instanceof TimeoutException) {
      timeouts++;
    } else {
      task.result();
      values++;
    }
  }

  private long samplesAlive() {
    return samples.stream().filter(sample -> sample.get() != null).count();
  }

  /** How many can be acquired without waiting. */
  private int freePermits() {
    int free = 0;
    while (!permits.locked()) {
      loop.runUntilComplete(permits.acquire());
      free++;
    }
    return free;
  }

  @Test
  void noTaskIsLostAndNothingIsLeftOfIt() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
    loop.callSoon(this::startBatch);
    loop.advanceUntilIdle();
    assertEquals(TASKS, started);
    assertEquals(TASKS, values + timeouts + cancellations);
    assertTrue(
        values > 0 && timeouts > 0 && cancellations > 0 && cleanups > 0,
        () -> values + ", " + timeouts + ", " + cancellations + ", " + cleanups);
    assertEquals(List.of(), reports);
    assertEquals(Set.of(), loop.allTasks());
    assertFalse(Loops.engineOf(loop).hasWork());
    assertEquals(PERMITS, freePermits());
    Arrays.fill(recent, null);
    for (int i = 0; i < GC_ATTEMPTS && samplesAlive() > 0; i++) {
      System.gc();
    }
    assertEquals(0, samplesAlive(), "tasks that the open loop still holds");
    loop.close();
  }
}
