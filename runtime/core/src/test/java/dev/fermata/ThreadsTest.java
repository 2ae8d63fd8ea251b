package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.toThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop and other threads: executors, submissions, the thread check (cases c65, c66). */
@Timeout(60)
class ThreadsTest {
  private final List<Object> lines = Collections.synchronizedList(new ArrayList<>());

  @Test
  void toThreadGivesTheValueOrTheErrorOfACallInAnotherThread() {
    Thread loopThread = Thread.currentThread();
    IOException error = new IOException("x");
    run(
        Script.of(
            s -> s.await(toThread(Thread::currentThread)),
            s -> {
              assertFalse(s.result() == loopThread);
              return s.tryAwait(
                  toThread(
                      () -> {
                        throw error;
                      }));
            },
            s -> {
              assertSame(error, s.error());
              return null;
            }));
  }

  /** Case c65. */
  @Test
  void aCancelledJobThatRunsIsLeftAndAwaitedAtTheEndAndAQueuedOneIsDropped() {
    CountDownLatch go = new CountDownLatch(1);
    EventLoop loop = EventLoop.create();
    loop.setDefaultExecutor(Executors.newFixedThreadPool(1));
    List<Task<Void>> tasks = new ArrayList<>();
    run(
        Script.of(
            s -> {
              tasks.add(createTask(toThread(() -> block(go))));
              tasks.add(createTask(toThread(() -> print("queued job ran"))));
              return s.await(Fermata.sleep(Duration.ofMillis(20)));
            },
            s -> {
              tasks.forEach(Task::cancel);
              return s.tryAwait(tasks.get(0));
            },
            s -> {
              lines.add(s.error().getClass().getSimpleName());
              return s.tryAwait(tasks.get(1));
            },
            s -> {
              lines.add(s.error().getClass().getSimpleName());
              lines.add("main ends");
              go.countDown();
              return null;
            }),
        loop);
    lines.add("run returned");
    assertEquals(
        List.of("CancelledError", "CancelledError", "main ends", "thread finished", "run returned"),
        lines);
  }

  private Void block(CountDownLatch go) throws InterruptedException {
    assertTrue(go.await(30, TimeUnit.SECONDS));
    return print("thread finished");
  }

  private Void print(String line) {
    lines.add(line);
    return null;
  }

  @Test
  void runInExecutorUsesTheGivenExecutorAndTakesTwoPasses() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    Future<Long> future = loop.runInExecutor(Runnable::run, () -> loop.iteration());
    assertFalse(future.isDone());
    assertEquals(0, loop.runUntilComplete(future));
    assertEquals(2, loop.iteration());
    loop.close();
  }

  @Test
  void afterTheWindingUpTheDefaultExecutorTakesNoJobs() {
    EventLoop loop = EventLoop.create();
    run(Coroutine.done(), loop);
    assertThrows(IllegalStateException.class, () -> loop.runInExecutor(null, () -> 1));
  }

  @Test
  void aVirtualLoopWaitsForJobsBeforeItJumps() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    run(
        Script.of(
            s -> {
              loop.callLater(Duration.ofHours(1), () -> lines.add("timer"));
              return s.await(toThread(() -> lines.add("job")));
            },
            s -> s.await(Fermata.sleep(Duration.ofHours(2))),
            s -> null),
        loop);
    assertEquals(List.of("job", "timer"), lines);
  }

  /** Case c66. */
  @Test
  void submissionsRunInTheLoopAndCancellationTravelsBothWays() throws Exception {
    EventLoop loop = EventLoop.create();
    Thread runner = new Thread(loop::runForever);
    runner.start();
    assertEquals(5, loop.submit(() -> Fermata.sleep(Duration.ZERO, 5)).get());

    IOException error = new IOException("v");
    CompletableFuture<Object> failed = loop.submit(() -> Coroutine.failed(error));
    assertSame(error, assertThrows(ExecutionException.class, failed::get).getCause());

    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    CompletableFuture<Object> longOne =
        loop.submit(
            () ->
                Script.of(
                    s -> {
                      started.countDown();
                      return s.tryAwait(Fermata.sleep(Duration.ofSeconds(50)));
                    },
                    s -> {
                      lines.add(s.error().getClass().getSimpleName());
                      cancelled.countDown();
                      return s.rethrow();
                    }));
    assertTrue(started.await(30, TimeUnit.SECONDS));
    assertTrue(longOne.cancel(false));
    assertTrue(cancelled.await(30, TimeUnit.SECONDS));
    assertThrows(CancellationException.class, longOne::get);
    assertEquals(List.of("CancelledError"), lines);

    CompletableFuture<Void> own =
        loop.submit(
            () ->
                Script.of(
                    s -> {
                      Fermata.currentTask().cancel();
                      return null;
                    }));
    assertThrows(CancellationException.class, own::get);
    loop.callSoonThreadsafe(loop::stop);
    runner.join();
    loop.close();
    assertThrows(IllegalStateException.class, () -> loop.submit(Coroutine::done));
  }

  @Test
  void anErrorOfASubmittedBodyIsTheOutcome() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    IOException error = new IOException("body");
    CompletableFuture<Void> future =
        loop.submit(
            () -> {
              throw error;
            });
    loop.advanceUntilIdle();
    assertSame(error, assertThrows(ExecutionException.class, future::get).getCause());
  }

  @Test
  void aSubmittedBodyRunsInItsTaskAlsoWhereItNeverAwaits() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    CompletableFuture<Void> future =
        loop.submit(
            () -> {
              lines.add(Fermata.currentTask());
              return Coroutine.done();
            });
    loop.advanceUntilIdle();
    assertTrue(future.isDone());
    assertEquals("[Task[Task-1, result=null]]", lines.toString());
  }

  @Test
  void aSubmissionThatTheLoopIsClosedBeforeFails() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    CompletableFuture<Void> future = loop.submit(() -> Script.of(s -> lines.add("ran")));
    loop.close();
    assertEquals(
        "the event loop is closed",
        assertThrows(ExecutionException.class, future::get).getCause().getMessage());
    assertEquals(List.of(), lines);
  }

  @Test
  void aSubmissionThatIsCancelledWhileItStartsIsCancelledOnce() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    loop.setEagerTasks(true);
    List<CompletableFuture<?>> views = new ArrayList<>();
    List<Task<?>> tasks = new ArrayList<>();
    views.add(
        loop.submit(
            () ->
                Script.of(
                    s -> {
                      tasks.add(Fermata.currentTask());
                      CompletableFuture.runAsync(() -> views.get(0).cancel(false)).join();
                      return s.tryAwait(Fermata.yieldNow());
                    },
                    s -> s.await(Fermata.yieldNow()),
                    s -> null)));
    loop.advanceUntilIdle();
    assertEquals(1, tasks.get(0).cancelling());
  }

  @Test
  void aSubmissionThatIsCancelledBeforeTheLoopSeesItIsNotStarted() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    CompletableFuture<Void> future = loop.submit(() -> Script.of(s -> lines.add("ran")));
    future.cancel(false);
    loop.callSoon(loop::stop);
    loop.runForever();
    assertEquals(List.of(), lines);
  }

  @Test
  void callsFromOtherThreadsJoinTheQueueInTheOrderOfArrival() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    loop.callSoon(() -> lines.add(1));
    CompletableFuture.runAsync(() -> loop.callSoonThreadsafe(() -> lines.add(2))).join();
    loop.callSoon(() -> lines.add(3));
    loop.callSoonThreadsafe(() -> lines.add(4));
    loop.callSoon(() -> lines.add(5));
    loop.stop();
    loop.runForever();
    assertEquals(List.of(1, 2, 3, 4, 5), lines);
  }

  @Test
  void callsThatBelongToTheLoopsThreadAreRefusedInOthers() {
    run(
        Script.of(
            s -> {
              EventLoop loop = EventLoop.running();
              Future<Integer> future = loop.createFuture();
              Task<?> self = Fermata.currentTask();
              TimerHandle timer = loop.callLater(Duration.ofHours(1), () -> {});
              CompletableFuture.runAsync(
                      () -> {
                        refused(() -> loop.callSoon(() -> {}));
                        refused(() -> loop.callLater(Duration.ZERO, () -> {}));
                        refused(() -> loop.createTask(Coroutine.done()));
                        refused(loop::stop);
                        refused(loop::allTasks);
                        refused(timer::cancel);
                        refused(() -> future.setResult(1));
                        refused(() -> future.addDoneCallback(f -> {}));
                        refused(future::cancel);
                        refused(() -> Fermata.gather(future));
                        refused(() -> Fermata.shield(future));
                        refused(self::cancel);
                        refused(() -> loop.runInExecutor(null, () -> 1));
                      })
                  .join();
              return null;
            }));
    assertEquals(Collections.nCopies(13, "refused"), lines);
  }

  private void refused(Runnable call) {
    String message = assertThrows(IllegalStateException.class, call::run).getMessage();
    assertTrue(message.contains("callSoonThreadsafe"), message);
    lines.add("refused");
  }

  @Test
  void anInterruptCancelsMainWaitsForTheCleanupAndIsNotLost() {
    Coroutine<Void> main =
        Script.of(
            s -> {
              createTask(cleansUp("leftover"));
              Thread.currentThread().interrupt();
              return s.await(cleansUp("main"));
            },
            s -> null);
    assertThrows(CancelledError.class, () -> run(main));
    assertTrue(Thread.interrupted());
    assertEquals(List.of("main", "leftover"), lines);
  }

  private Coroutine<Void> cleansUp(String name) {
    return Script.of(
        s -> s.tryAwait(Fermata.sleep(Duration.ofSeconds(50))),
        s -> s.await(Fermata.sleep(Duration.ofMillis(5))),
        s -> {
          lines.add(name);
          throw new CancelledError();
        });
  }

  @Test
  void aThreadThatWaitsInALoopCanBeInterrupted() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                run(
                    Script.of(
                        s -> {
                          started.countDown();
                          return s.await(EventLoop.running().createFuture());
                        }));
              } catch (CancelledError error) {
                lines.add("cancelled");
              }
            });
    thread.start();
    assertTrue(started.await(30, TimeUnit.SECONDS));
    thread.interrupt();
    thread.join();
    assertEquals(List.of("cancelled"), lines);
  }
}
