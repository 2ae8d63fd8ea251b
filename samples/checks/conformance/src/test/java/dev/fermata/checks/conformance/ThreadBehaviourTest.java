package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.AsyncBody;
import dev.fermata.CancelledError;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Settled;
import dev.fermata.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs in other threads, and other threads that use a loop. */
@Timeout(60)
class ThreadBehaviourTest {
  private final CountDownLatch release = new CountDownLatch(1);

  /** A thread that plays the other side. */
  private ExecutorService other;

  @BeforeEach
  void startTheOtherThread() {
    other = Executors.newSingleThreadExecutor();
  }

  @AfterEach
  void stopTheOtherThread() {
    release.countDown();
    other.shutdownNow();
  }

  private Void blocks() throws InterruptedException {
    assertTrue(release.await(30, SECONDS));
    return null;
  }

  private static void runsInRealTime(AsyncBody<Void> main) {
    run(async(main));
  }

  // ---------------------------------------------------------------- jobs

  @Test
  void aJobRunsInAnotherThreadAndGivesItsValue() {
    runs(
        () -> {
          Thread here = Thread.currentThread();
          assertNotSame(here, await(toThread(Thread::currentThread)));
          assertSame(here, Thread.currentThread());
          return Coroutine.done();
        });
  }

  @Test
  void anErrorOfAJobReachesTheAwaiterItself() {
    IOException error = new IOException();
    runs(
        () -> {
          assertSame(
              error,
              await(
                  failure(
                      IOException.class,
                      toThread(
                          () -> {
                            throw error;
                          }))));
          return Coroutine.done();
        });
  }

  @Test
  void jobsRunAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    runs(
        () -> {
          List<Boolean> met = await(gather(toThread(() -> meet(both)), toThread(() -> meet(both))));
          assertEquals(List.of(true, true), met);
          return Coroutine.done();
        });
  }

  private static Boolean meet(CountDownLatch latch) throws InterruptedException {
    latch.countDown();
    return latch.await(30, SECONDS);
  }

  @Test
  void theLoopGoesOnWhileAJobRuns() {
    runs(
        () -> {
          Task<Void> job = createTask(toThread(this::blocks));
          await(passes(5));
          release.countDown();
          await(job);
          return Coroutine.done();
        });
  }

  @Test
  void aJobSeesTheContextVariablesOfItsCaller() {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    runs(
        () -> {
          variable.set("caller's");
          assertEquals("caller's", await(toThread(variable::get)));
          await(toThread(() -> variable.set("lost")));
          assertEquals("caller's", variable.get());
          return Coroutine.done();
        });
  }

  @Test
  void aJobBeginsWhenItIsAwaitedAndNotBefore() {
    List<String> log = new ArrayList<>();
    runs(
        () -> {
          Coroutine<Boolean> job = toThread(() -> log.add("ran"));
          await(passes(3));
          assertEquals(List.of(), log);
          await(job);
          assertEquals(List.of("ran"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aJobMayUseAnExecutorOfTheCallers() throws Exception {
    Thread expected = other.submit(Thread::currentThread).get(30, SECONDS);
    runs(
        () -> {
          Future<Thread> job = EventLoop.running().runInExecutor(other, Thread::currentThread);
          assertSame(expected, await(job));
          return Coroutine.done();
        });
  }

  @Test
  void anExecutorThatRefusesAJobFailsTheCall() {
    other.shutdown();
    runs(
        () -> {
          assertThrows(
              RejectedExecutionException.class,
              () -> EventLoop.running().runInExecutor(other, () -> "never"));
          return Coroutine.done();
        });
  }

  @Test
  void cancellingTheAwaitOfARunningJobDoesNotWaitForIt() {
    runs(
        () -> {
          CompletableFuture<Void> started = new CompletableFuture<>();
          Task<Void> job =
              createTask(
                  toThread(
                      () -> {
                        started.complete(null);
                        return blocks();
                      }));
          await(started);
          job.cancel();
          await(cancellation(job));
          release.countDown();
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R60})
  void aRunWaitsForItsJobsAtItsEnd() {
    List<String> log = new ArrayList<>();
    runsInRealTime(
        () -> {
          CompletableFuture<Void> started = new CompletableFuture<>();
          createTask(
              toThread(
                  () -> {
                    started.complete(null);
                    blocks();
                    return log.add("job");
                  }));
          await(started);
          release.countDown();
          return Coroutine.done();
        });
    assertEquals(List.of("job"), log);
  }

  // ---------------------------------------------------------------- calls from other threads

  @Test
  void aSubmittedCoroutineRunsInTheLoopAndItsValueComesBack() {
    runsInRealTime(
        () -> {
          EventLoop loop = EventLoop.running();
          Thread here = Thread.currentThread();
          CompletableFuture<Thread> ran =
              await(toThread(() -> loop.submit(() -> Coroutine.of(Thread.currentThread()))));
          assertSame(here, await(ran));
          return Coroutine.done();
        });
  }

  @Test
  void theErrorOfASubmittedCoroutineComesBack() {
    runsInRealTime(
        () -> {
          EventLoop loop = EventLoop.running();
          Exception e =
              await(
                  toThread(
                      () ->
                          assertThrows(
                              ExecutionException.class,
                              () ->
                                  loop.submit(() -> Coroutine.failed(new IOException("x")))
                                      .get(30, SECONDS))));
          assertEquals(IOException.class, e.getCause().getClass());
          return Coroutine.done();
        });
  }

  @Test
  void cancellingASubmittedCoroutineFromTheOtherThreadCancelsItsTask() {
    runsInRealTime(
        () -> {
          EventLoop loop = EventLoop.running();
          CompletableFuture<String> seen = new CompletableFuture<>();
          CompletableFuture<Void> began = new CompletableFuture<>();
          CompletableFuture<Void> view =
              await(
                  toThread(
                      () ->
                          loop.<Void>submit(
                              () -> {
                                began.complete(null);
                                try {
                                  await(sleep(1000));
                                } catch (CancelledError e) {
                                  seen.complete("cancelled");
                                  throw e;
                                }
                                return Coroutine.done();
                              })));
          await(began);
          await(toThread(() -> view.cancel(false)));
          assertEquals("cancelled", await(seen));
          return Coroutine.done();
        });
  }

  @Test
  void cancellingTheTaskOfASubmittedCoroutineCancelsWhatTheOtherThreadHolds() {
    runsInRealTime(
        () -> {
          EventLoop loop = EventLoop.running();
          CompletableFuture<Task<?>> task = new CompletableFuture<>();
          CompletableFuture<Void> view =
              await(
                  toThread(
                      () ->
                          loop.submit(
                              () -> {
                                task.complete(currentTask());
                                await(sleep(1000));
                                return Coroutine.done();
                              })));
          await(task).cancel();
          List<Settled<Void>> end = await(gatherSettled(wrap(view)));
          assertEquals(CancelledError.class, end.get(0).exception().getClass());
          assertTrue(view.isCancelled());
          assertThrows(CancellationException.class, view::join);
          return Coroutine.done();
        });
  }

  @Test
  void submittingToAClosedLoopIsRefused() {
    EventLoop loop = EventLoop.create();
    loop.close();
    assertThrows(IllegalStateException.class, () -> loop.submit(() -> Coroutine.done()));
  }

  @Test
  @Shows({R2})
  void callsFromAnotherThreadRunInTheOrderInWhichTheyCame() {
    List<Integer> log = new ArrayList<>();
    runsInRealTime(
        () -> {
          EventLoop loop = EventLoop.running();
          await(
              toThread(
                  () -> {
                    for (int i = 0; i < 1000; i++) {
                      int n = i;
                      loop.callSoonThreadsafe(() -> log.add(n));
                    }
                    return null;
                  }));
          return Coroutine.done();
        });
    assertEquals(1000, log.size());
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, log.get(i));
    }
  }

  @Test
  @Shows({R2})
  void aCallFromTheLoopsOwnThreadQueuesAsAnyOther() {
    List<String> log = new ArrayList<>();
    runs(
        () -> {
          EventLoop loop = EventLoop.running();
          loop.callSoon(() -> log.add("a"));
          loop.callSoonThreadsafe(() -> log.add("b"));
          loop.callSoon(() -> log.add("c"));
          await(yieldNow());
          assertEquals(List.of("a", "b", "c"), log);
          return Coroutine.done();
        });
  }

  @Test
  void theCallsOfALoopThatRunsBelongToItsThread() {
    runs(
        () -> {
          EventLoop loop = EventLoop.running();
          Future<String> future = loop.createFuture();
          Task<?> me = currentTask();
          for (Runnable call :
              List.<Runnable>of(
                  () -> loop.callSoon(() -> {}),
                  () -> loop.callLater(seconds(1), () -> {}),
                  () -> loop.createTask(sleep(0)),
                  () -> loop.stop(),
                  () -> loop.allTasks(),
                  () -> future.setResult("x"),
                  () -> future.cancel(),
                  () -> future.addDoneCallback(done -> {}),
                  () -> me.cancel())) {
            await(failure(IllegalStateException.class, toThread(Executors.callable(call))));
          }
          assertEquals(0, me.cancelling());
          return Coroutine.done();
        });
  }

  @Test
  void twoLoopsRunInTwoThreadsAtOnce() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    var first = other.submit(() -> run(async(() -> Coroutine.of(meet(both)))));
    assertTrue(run(async(() -> Coroutine.of(meet(both)))));
    assertTrue(first.get(30, SECONDS));
  }
}
