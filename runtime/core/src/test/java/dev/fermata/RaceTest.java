package dev.fermata;

import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.core.AwaitingCoroutine;
import dev.fermata.internal.run.Loops;
import dev.fermata.internal.threads.Executors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that other threads may call on a loop, called by several of them while it runs. */
@Timeout(120)
class RaceTest {
  private static final int THREADS = 4;
  private static final int CALLS = Integer.getInteger("fermata.race.calls", 5_000);

  /** How often two threads begin together. */
  private static final int ROUNDS = CALLS / 20;

  private static final int MOST_SUBMISSIONS = 10;

  private final EventLoop loop = EventLoop.create();
  private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

  /** What one thread does. */
  @FunctionalInterface
  private interface Body {
    void run(int thread) throws Exception;
  }

  /** Runs the loop in this thread until all others, which begin together, have ended. */
  private void race(Body body) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(THREADS);
    CountDownLatch begin = new CountDownLatch(1);
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      new Thread(
              () -> {
                try {
                  begin.await();
                  body.run(number);
                } catch (Throwable t) {
                  errors.add(t);
                }
                if (left.decrementAndGet() == 0) {
                  loop.callSoonThreadsafe(loop::stop);
                }
              },
              "racer-" + i)
          .start();
    }
    loop.callSoon(begin::countDown);
    loop.runForever();
    assertEquals(List.of(), errors);
  }

  /** Where two threads begin together, more exactly than those do that have to be woken. */
  private static final class Meeting {
    private final AtomicInteger absent = new AtomicInteger(2);

    void await() {
      absent.decrementAndGet();
      for (int i = 0; absent.get() > 0; i++) {
        if (i % 1_000 == 999) {
          LockSupport.parkNanos(1);
        } else {
          Thread.onSpinWait();
        }
      }
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void everythingHasEnded() {
    loop.runUntilComplete(Executors.of(Loops.engineOf(loop)).shutdown());
    loop.runUntilComplete(loop.whenAllBlocked());
    assertEquals(0, loop.allTasks().size());
    assertFalse(Loops.engineOf(loop).hasWork());
    loop.close();
  }

  @Test
  void everyCallbackRunsOnceAndThoseOfAThreadInTheirOrder() throws Exception {
    List<List<Integer>> ran = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      ran.add(new ArrayList<>());
    }
    race(
        thread -> {
          for (int i = 0; i < CALLS; i++) {
            int number = i;
            loop.callSoonThreadsafe(() -> ran.get(thread).add(number));
          }
        });
    List<Integer> expected = IntStream.range(0, CALLS).boxed().toList();
    for (List<Integer> ofThread : ran) {
      assertEquals(expected, ofThread);
    }
  }

  @Test
  void everySubmissionGivesItsValue() throws Exception {
    race(
        thread -> {
          List<CompletableFuture<Integer>> futures = new ArrayList<>();
          for (int i = 0; i < CALLS; i++) {
            int number = i;
            futures.add(loop.submit(() -> Script.of(s -> s.await(yieldNow()), s -> number)));
          }
          for (int i = 0; i < CALLS; i++) {
            assertEquals(i, futures.get(i).join());
          }
        });
  }

  @Test
  void aSubmissionThatIsCancelledMeanwhileEndsOneWayOrTheOther() throws Exception {
    AtomicInteger cancelled = new AtomicInteger();
    AtomicInteger succeeded = new AtomicInteger();
    List<Task<?>> tasks = new ArrayList<>();
    // So that a cancellation may come between the task's making and its binding to the view.
    loop.setEagerTasks(true);
    race(
        thread -> {
          for (int i = 0; i < CALLS; i++) {
            CompletableFuture<String> future =
                loop.submit(
                    () -> {
                      tasks.add(Fermata.currentTask());
                      spin(100);
                      return Script.of(s -> s.await(yieldNow()), s -> "value");
                    });
            spin(i % 300);
            boolean cancels = future.cancel(true);
            assertEquals(cancels, future.isCancelled());
            try {
              assertEquals("value", future.join());
              succeeded.incrementAndGet();
            } catch (CancellationException e) {
              assertTrue(cancels);
              cancelled.incrementAndGet();
            }
          }
        });
    assertEquals(THREADS * CALLS, cancelled.get() + succeeded.get());
    assertTrue(tasks.stream().allMatch(task -> task.cancelling() <= 1));
  }

  @Test
  void viewsThatAreMadeWhileTheirFuturesCompleteGetTheValue() throws Exception {
    race(
        thread -> {
          for (int i = 0; i < CALLS / 10; i++) {
            CompletableFuture<Future<Integer>> made = new CompletableFuture<>();
            int number = i;
            loop.callSoonThreadsafe(
                () -> {
                  Future<Integer> future = loop.createFuture();
                  loop.callSoon(() -> future.setResult(number));
                  made.complete(future);
                });
            assertEquals(i, made.join().toCompletableFuture().join());
          }
        });
  }

  @Test
  void aTaskThatIsCancelledThroughItsViewEnds() throws Exception {
    race(
        thread -> {
          for (int i = 0; i < CALLS / 10; i++) {
            CompletableFuture<Void> view =
                loop.submit(
                    () -> {
                      Future<Void> never = loop.createFuture();
                      return never.toCoroutine();
                    });
            assertTrue(view.cancel(false));
          }
        });
  }

  @Test
  void theLoopCanBeLookedAtMeanwhile() throws Exception {
    race(
        thread -> {
          long last = 0;
          for (int i = 0; i < CALLS / 50; i++) {
            CompletableFuture<Integer> busy =
                loop.submit(() -> Script.of(s -> s.await(yieldNow()), s -> 1));
            assertTrue(loop.dump().tree().startsWith("event loop in "));
            long now = loop.time();
            assertTrue(now >= last);
            last = now;
            assertTrue(loop.isRunning());
            assertEquals(1, busy.join());
          }
        });
  }

  @Test
  void aTaskGoesOnWithTheValueOfAStageThatAnotherThreadCompletesMeanwhile() throws Exception {
    race(
        thread -> {
          for (int i = 0; i < CALLS; i++) {
            CompletableFuture<Integer> stage = new CompletableFuture<>();
            CompletableFuture<Object> value =
                loop.submit(() -> Script.of(s -> s.await(stage), Script::result));
            spin(i % 300);
            stage.complete(i);
            assertEquals(i, value.join());
          }
        });
  }

  @Test
  void aTaskThatIsCancelledWhileItEndsEndsOnce() throws Exception {
    AtomicInteger ends = new AtomicInteger();
    race(
        thread -> {
          for (int i = 0; i < CALLS; i++) {
            CompletableFuture<Task<Object>> made = new CompletableFuture<>();
            loop.callSoonThreadsafe(
                () -> {
                  Task<Object> task = loop.createTask(Script.of(s -> s.await(yieldNow()), s -> 1));
                  task.addDoneCallback(done -> ends.incrementAndGet());
                  made.complete(task);
                });
            Task<?> task = made.join();
            spin(i % 300);
            loop.callSoonThreadsafe(task::cancel);
          }
        });
    loop.runUntilComplete(loop.whenAllBlocked());
    assertEquals(THREADS * CALLS, ends.get());
  }

  @Test
  void jobsOfOtherThreadsThatAreCancelledMeanwhileEndOneWayOrTheOther() throws Exception {
    race(
        thread -> {
          for (int i = 0; i < CALLS / 10; i++) {
            int number = i;
            CompletableFuture<Integer> job =
                loop.submit(
                    () ->
                        thread % 2 == 0
                            ? toThread(() -> number)
                            : new AwaitingCoroutine<>(loop.runInExecutor(null, () -> number)));
            if (i % 3 == 0) {
              spin(i % 300);
              job.cancel(false);
            }
            try {
              assertEquals(i, job.join());
            } catch (CancellationException e) {
              assertEquals(0, i % 3);
            }
          }
        });
  }

  @Test
  void nothingIsLostWhenTheLoopIsStoppedAndRunAgain() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(THREADS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          new Thread(
              () -> {
                for (int call = 0; call < CALLS; call++) {
                  loop.callSoonThreadsafe(ran::incrementAndGet);
                  if (call % 10 == 0) {
                    loop.callSoonThreadsafe(loop::stop);
                  }
                }
                left.decrementAndGet();
                loop.callSoonThreadsafe(loop::stop);
              }));
    }
    threads.forEach(Thread::start);
    while (left.get() > 0) {
      loop.runForever();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    loop.stop();
    loop.runForever();
    assertEquals(THREADS * CALLS, ran.get());
  }

  @Test
  void aSubmissionThatRacesWithTheCloseIsRefusedOrEnds() throws Exception {
    for (int round = 0; round < 10 * ROUNDS; round++) {
      EventLoop closing = EventLoop.create();
      Meeting meeting = new Meeting();
      CompletableFuture<List<CompletableFuture<Void>>> accepted =
          CompletableFuture.supplyAsync(() -> submitSome(closing, meeting));
      meeting.await();
      spin(round % 50);
      if (round % 10 == 0) {
        closing.callSoon(closing::stop);
        closing.runForever();
      }
      closing.close();
      for (CompletableFuture<Void> one : accepted.get(30, TimeUnit.SECONDS)) {
        try {
          one.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          assertEquals("the event loop is closed", e.getCause().getMessage());
        }
      }
    }
  }

  private static List<CompletableFuture<Void>> submitSome(EventLoop loop, Meeting meeting) {
    List<CompletableFuture<Void>> accepted = new ArrayList<>();
    try {
      meeting.await();
      for (int i = 0; i < MOST_SUBMISSIONS; i++) {
        accepted.add(loop.submit(Coroutine::done));
      }
    } catch (IllegalStateException closed) {
      return accepted;
    }
    return accepted;
  }

  @Test
  void oneOfTwoThreadsRunsTheLoop() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      CountDownLatch refused = new CountDownLatch(1);
      loop.callSoon(
          () -> {
            loop.stop();
            assertTrue(awaits(refused));
          });
      Meeting meeting = new Meeting();
      CompletableFuture<Integer> other =
          CompletableFuture.supplyAsync(() -> runs(meeting, refused));
      assertEquals(1, runs(meeting, refused) + other.get(30, TimeUnit.SECONDS));
    }
  }

  /** Runs the loop: 1 when that was done, 0 when another thread does so. */
  private int runs(Meeting meeting, CountDownLatch refused) {
    try {
      meeting.await();
      loop.runForever();
      return 1;
    } catch (IllegalStateException runsAlready) {
      refused.countDown();
      return 0;
    }
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
