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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop and other threads: executors, submissions, interrupts. */
@Timeout(60)
class ThreadsTest {
  private final List<Object> lines = Collections.synchronizedList(new ArrayList<>());

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
