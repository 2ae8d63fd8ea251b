package dev.fermata;

import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that other threads may call on a loop, called by several of them while it runs. */
@Timeout(120)
class RaceTest {
  private static final int THREADS = 4;
  private static final int CALLS = Integer.getInteger("fermata.race.calls", 5_000);

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

  @AfterEach
  void everyTaskHasEnded() {
    loop.runUntilComplete(loop.whenAllBlocked());
    assertEquals(0, loop.allTasks().size());
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
    race(
        thread -> {
          for (int i = 0; i < CALLS; i++) {
            CompletableFuture<String> future =
                loop.submit(() -> Script.of(s -> s.await(yieldNow()), s -> "value"));
            for (int spin = 0; spin < i % 300; spin++) {
              Thread.onSpinWait();
            }
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
}
