package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cancelling tasks: what the cases do not show. */
class CancellationBehaviourTest {
  private final List<Object> log = new ArrayList<>();

  @Async
  private Coroutine<String> swallows() {
    try {
      await(sleep(100));
    } catch (CancelledError e) {
      log.add(e.message());
    }
    return Coroutine.of("swallowed");
  }

  @Test
  @Shows({R20})
  void cancellingAFinishedTaskIsRefusedAndCountsNothing() {
    runs(
        () -> {
          Task<String> t = createTask(sleep(0, "v"));
          await(t);
          assertFalse(t.cancel());
          assertEquals(0, t.cancelling());
          assertEquals("v", t.result());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R20})
  void everyRequestBeforeTheEndCounts() {
    runs(
        () -> {
          Task<String> t = createTask(swallows());
          assertEquals(0, t.cancelling());
          await(yieldNow());
          assertTrue(t.cancel("a"));
          assertEquals(1, t.cancelling());
          assertTrue(t.cancel("b"));
          assertEquals(2, t.cancelling());
          assertEquals("swallowed", await(t));
          assertEquals(List.of("a"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R30})
  void uncancelNeverGoesUnderZero() {
    runs(
        () -> {
          Task<?> me = currentTask();
          assertEquals(0, me.uncancel());
          me.cancel();
          me.cancel();
          assertEquals(1, me.uncancel());
          assertEquals(0, me.uncancel());
          assertEquals(0, me.uncancel());
          await(yieldNow());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R30})
  void aRequestThatIsNotTheLastOneCannotBeWithdrawn() {
    runs(
        () -> {
          Task<?> me = currentTask();
          me.cancel();
          me.cancel("second");
          me.uncancel();
          assertEquals("second", await(cancellation(yieldNow())).message());
          me.uncancel();
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R30})
  void uncancelDoesNotCallBackAnErrorThatIsUnderWay() {
    runs(
        () -> {
          Future<Void> f = EventLoop.running().createFuture();
          Task<Void> t = createTask(async(() -> f.toCoroutine()));
          await(yieldNow());
          t.cancel();
          t.uncancel();
          await(cancellation(t));
          assertTrue(f.isCancelled());
          assertEquals(0, t.cancelling());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R28})
  void aStructuredBlockCanTellItsOwnCancellationFromOthers() {
    runs(
        () -> {
          Task<?> me = currentTask();
          int before = me.cancelling();
          EventLoop.running().callLater(seconds(1), me::cancel);
          await(cancellation(sleep(10)));
          assertEquals(before, me.uncancel());
          await(sleep(1));
          assertEquals(2.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R21})
  void aSleepThatIsCancelledEndsAtOnceAndItsTimerIsForgotten() {
    runs(
        () -> {
          Task<Void> t = createTask(sleep(100));
          await(sleep(1));
          t.cancel();
          await(cancellation(t));
          assertEquals(1.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R22})
  void aChainOfTasksIsCancelledFromItsEnd() {
    runs(
        () -> {
          List<Task<Void>> chain = new ArrayList<>();
          chain.add(createTask(sleep(100)));
          for (int i = 0; i < 4; i++) {
            Task<Void> inner = chain.get(i);
            chain.add(createTask(async(() -> inner.toCoroutine())));
          }
          await(passes(3));
          chain.forEach(t -> t.addDoneCallback(done -> log.add(chain.indexOf(done))));
          chain.get(4).cancel("all");
          CancelledError error = await(cancellation(chain.get(4)));
          assertEquals("all", error.message());
          await(yieldNow());
          assertEquals(List.of(0, 1, 2, 3, 4), log);
          assertEquals(1, chain.get(0).cancelling());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R24})
  void theTaskAndItsFutureCancelledInOnePassAreOneCancellation() {
    runs(
        () -> {
          Future<Void> f = EventLoop.running().createFuture();
          Task<Void> t = createTask(async(() -> f.toCoroutine()));
          await(yieldNow());
          f.cancel("future");
          t.cancel("task");
          await(cancellation(t));
          assertTrue(t.isCancelled());
          assertEquals(1, t.cancelling());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R24})
  void aFailureThatIsNotYetDeliveredIsLostToACancellation() {
    runs(
        () -> {
          Future<Void> f = EventLoop.running().createFuture();
          Task<Void> t = createTask(async(() -> f.toCoroutine()));
          await(yieldNow());
          f.setException(new IOException());
          t.cancel();
          await(cancellation(t));
          assertEquals(IOException.class, f.exception().getClass());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R25})
  void aTaskThatCancelsItselfDoesSoAtTheNextTimer() {
    runs(
        () -> {
          Task<Void> t =
              createTask(
                  async(
                      () -> {
                        currentTask().cancel("self");
                        return sleep(100);
                      }));
          assertEquals("self", await(cancellation(t)).message());
          assertEquals(0.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R25})
  void aCancellationInTheVeryLastStepLosesTheResult() {
    runs(
        () -> {
          Task<String> t =
              createTask(
                  async(
                      () -> {
                        await(sleep(1));
                        currentTask().cancel();
                        return Coroutine.of("lost");
                      }));
          await(cancellation(t));
          assertTrue(t.isCancelled());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R27})
  void aCleanupThatIsShieldedSurvivesASecondCancellation() {
    runs(
        () -> {
          Task<Void> cleanup = createTask(sleep(5));
          Task<Void> t =
              createTask(
                  async(
                      () -> {
                        try {
                          await(sleep(100));
                        } finally {
                          await(shield(cleanup));
                        }
                        return Coroutine.done();
                      }));
          await(yieldNow());
          t.cancel();
          await(passes(2));
          t.cancel();
          await(cancellation(t));
          assertFalse(cleanup.isDone());
          await(cleanup);
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R29})
  void anErrorOfTheFinallyReplacesTheCancellation() {
    runs(
        () -> {
          Task<Void> t =
              createTask(
                  async(
                      () -> {
                        try {
                          await(sleep(100));
                        } finally {
                          cleanUp();
                        }
                        return Coroutine.done();
                      }));
          await(yieldNow());
          t.cancel();
          await(failure(IOException.class, t));
          assertFalse(t.isCancelled());
          return Coroutine.done();
        });
  }

  private static void cleanUp() throws IOException {
    throw new IOException("cleanup");
  }

  @Test
  void aCatchOfExceptionsLetsACancellationPass() {
    runs(
        () -> {
          Task<String> t =
              createTask(
                  async(
                      () -> {
                        try {
                          await(sleep(100));
                        } catch (Exception e) {
                          return Coroutine.of("swallowed by mistake");
                        }
                        return Coroutine.of("ended");
                      }));
          await(yieldNow());
          t.cancel();
          await(cancellation(t));
          return Coroutine.done();
        });
  }

  @Test
  void aCancelledTaskGivesTheErrorThatItsBodyThrew() {
    runs(
        () -> {
          CancelledError own = new CancelledError("own");
          Task<Void> t =
              createTask(
                  async(
                      () -> {
                        await(yieldNow());
                        throw own;
                      }));
          assertSame(own, await(cancellation(t)));
          assertSame(own, await(cancellation(t)));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R31})
  void cancellingAFutureDoesNotStopAnAwaiterThatSwallowsIt() {
    runs(
        () -> {
          Future<Void> f = EventLoop.running().createFuture();
          Task<String> t =
              createTask(
                  async(
                      () -> {
                        try {
                          await(f);
                        } catch (CancelledError e) {
                          await(sleep(1));
                        }
                        return Coroutine.of("goes on");
                      }));
          await(yieldNow());
          f.cancel();
          assertEquals("goes on", await(t));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R9, R25})
  void aMarkedTaskStillPassesEverythingThatIsDone() {
    runs(
        () -> {
          Future<String> done = EventLoop.running().createFuture();
          done.setResult("d");
          currentTask().cancel();
          for (int i = 0; i < 3; i++) {
            log.add(await(done));
          }
          await(cancellation(yieldNow()));
          currentTask().uncancel();
          assertEquals(List.of("d", "d", "d"), log);
          return Coroutine.done();
        });
  }
}
