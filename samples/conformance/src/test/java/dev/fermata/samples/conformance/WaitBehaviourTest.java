package dev.fermata.samples.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.samples.conformance.Rule.*;
import static dev.fermata.samples.conformance.Virtual.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import dev.fermata.Waited;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for futures, taking them as they end, and shielding them. */
class WaitBehaviourTest {
  private static <T> Future<T> future() {
    return EventLoop.running().createFuture();
  }

  @Async
  private static Coroutine<String> failing(double after) throws IOException {
    await(sleep(after));
    throw new IOException("after " + after);
  }

  /** The values in the order in which an iterator gives them. */
  @Async
  private static Coroutine<List<String>> drain(AsyncIterator<Future<String>> futures) {
    List<String> values = new ArrayList<>();
    while (await(futures.advance())) {
      values.add(futures.current().result());
    }
    return Coroutine.of(values);
  }

  // ---------------------------------------------------------------- wait

  @Test
  void aWaitForAllEndsWithTheLastOne() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(1));
          Task<Void> b = createTask(sleep(3));
          Waited<Void> w = await(waitAll(List.of(b, a)));
          assertEquals(3.0, time());
          assertEquals(List.of(b, a), w.done());
          assertEquals(List.of(), w.pending());
          return Coroutine.done();
        });
  }

  @Test
  void aWaitForAnyEndsWithTheFirstOne() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(3));
          Task<Void> b = createTask(sleep(1));
          Task<Void> c = createTask(sleep(1));
          Waited<Void> w = await(waitAny(List.of(a, b, c)));
          assertEquals(1.0, time());
          assertEquals(List.of(b, c), w.done());
          assertEquals(List.of(a), w.pending());
          await(a);
          return Coroutine.done();
        });
  }

  @Test
  void aWaitForAnyEndsAlsoWithAFailure() {
    runs(
        () -> {
          Task<String> a = createTask(failing(1));
          Task<String> b = createTask(sleep(2, "b"));
          Waited<String> w = await(waitAny(List.of(a, b)));
          assertEquals(List.of(a), w.done());
          assertEquals(IOException.class, a.exception().getClass());
          await(b);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R43})
  void aWaitForAFailureEndsWithTheFirstOne() {
    runs(
        () -> {
          Task<String> a = createTask(sleep(1, "a"));
          Task<String> b = createTask(failing(2));
          Task<String> c = createTask(sleep(3, "c"));
          Waited<String> w = await(waitFirstException(List.of(a, b, c)));
          assertEquals(2.0, time());
          assertEquals(List.of(a, b), w.done());
          assertEquals(List.of(c), w.pending());
          await(c);
          return Coroutine.done();
        });
  }

  @Test
  void aWaitForAFailureThatNeverComesEndsWithTheLastOne() {
    runs(
        () -> {
          Waited<String> w =
              await(
                  waitFirstException(
                      List.of(createTask(sleep(1, "a")), createTask(sleep(2, "b")))));
          assertEquals(2.0, time());
          assertEquals(2, w.done().size());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R43})
  void aWaitWhoseTimeIsOverLeavesTheFuturesAlone() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(1));
          Task<Void> b = createTask(sleep(5));
          Waited<Void> w = await(waitAll(List.of(a, b), seconds(2)));
          assertEquals(2.0, time());
          assertEquals(List.of(a), w.done());
          assertEquals(List.of(b), w.pending());
          assertFalse(b.isCancelled());
          await(b);
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aWaitWithNoTimeAtAllGivesWhatIsDone() {
    runs(
        () -> {
          Future<String> done = future();
          done.setResult("x");
          Future<String> pending = future();
          Waited<String> w = await(waitAll(List.of(done, pending), seconds(0)));
          assertEquals(List.of(done), w.done());
          assertEquals(List.of(pending), w.pending());
          assertEquals(0.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aFutureThatIsGivenTwiceIsGivenBackOnce() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(1));
          assertEquals(List.of(a), await(waitAll(List.of(a, a))).done());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R43})
  void cancellingAWaitLeavesItsFuturesAlone() {
    runs(
        () -> {
          Task<Void> child = createTask(sleep(5));
          Task<?> waiter = createTask(waitAll(List.of(child)));
          await(sleep(1));
          waiter.cancel();
          await(cancellation(waiter));
          assertEquals(0, child.cancelling());
          await(child);
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aWaitForNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> waitAll(List.<Future<Void>>of()).close());
    assertThrows(IllegalArgumentException.class, () -> waitAny(List.<Future<Void>>of()).close());
    assertThrows(
        IllegalArgumentException.class, () -> waitFirstException(List.<Future<Void>>of()).close());
  }

  @Test
  void aFailureThatAWaitHasSeenIsNotHeardOfBeforeSomebodyReadsIt() {
    List<String> reports =
        reports(
            () -> {
              await(waitAll(List.of(createTask(failing(1)))));
              await(sleep(1));
              return Coroutine.done();
            });
    assertEquals(
        List.of("Task exception was never retrieved: java.io.IOException: after 1.0"), reports);
  }

  // ---------------------------------------------------------------- as they end

  @Test
  void asCompletedGivesFuturesInTheOrderOfTheirEnds() {
    runs(
        () -> {
          AsyncIterator<Future<String>> all =
              asCompleted(List.of(sleep(3, "c"), sleep(1, "a"), sleep(2, "b")));
          assertEquals(List.of("a", "b", "c"), await(drain(all)));
          return Coroutine.done();
        });
  }

  @Test
  void asCompletedOfNothingEndsAtOnce() {
    runs(
        () -> {
          long before = pass();
          assertEquals(List.of(), await(drain(asCompleted(List.<Coroutine<String>>of()))));
          assertEquals(before, pass());
          return Coroutine.done();
        });
  }

  @Test
  void asCompletedGivesOneThatIsGivenTwiceOnce() {
    runs(
        () -> {
          Task<String> t = createTask(sleep(1, "once"));
          assertEquals(List.of("once"), await(drain(asCompleted(List.of(t, t)))));
          return Coroutine.done();
        });
  }

  @Test
  void asCompletedGivesFuturesThatAreDoneFirst() {
    runs(
        () -> {
          Future<String> done = future();
          done.setResult("done");
          AsyncIterator<Future<String>> all = asCompleted(List.of(sleep(1, "slept"), done));
          assertTrue(await(all.advance()));
          assertSame(done, all.current());
          assertTrue(await(all.advance()));
          assertEquals("slept", all.current().result());
          assertFalse(await(all.advance()));
          return Coroutine.done();
        });
  }

  @Test
  void asCompletedGivesFailedFuturesWithoutThrowing() {
    runs(
        () -> {
          AsyncIterator<Future<String>> all = asCompleted(List.of(failing(1)));
          assertTrue(await(all.advance()));
          assertEquals(IOException.class, all.current().exception().getClass());
          return Coroutine.done();
        });
  }

  @Test
  void asCompletedStartsItsCoroutinesAtOnce() {
    runs(
        () -> {
          AsyncIterator<Future<String>> all = asCompleted(List.of(sleep(1, "a")));
          await(sleep(5));
          assertTrue(await(all.advance()));
          assertEquals("a", all.current().result());
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void theTimeOfAsCompletedCountsFromItsCall() {
    runs(
        () -> {
          Task<String> late = createTask(sleep(9, "late"));
          AsyncIterator<Future<String>> all = asCompleted(List.of(sleep(1, "a"), late), seconds(3));
          assertTrue(await(all.advance()));
          await(failure(TimeoutException.class, all.advance()));
          assertEquals(3.0, time());
          assertFalse(late.isDone());
          assertEquals("late", await(late));
          return Coroutine.done();
        });
  }

  @Test
  void aTimeLimitThatIsNotNeededDoesNothing() {
    runs(
        () -> {
          AsyncIterator<Future<String>> all = asCompleted(List.of(sleep(1, "a")), seconds(3));
          assertEquals(List.of("a"), await(drain(all)));
          await(sleep(9));
          return Coroutine.done();
        });
  }

  @Test
  void aClosedIteratorLeavesItsFuturesRunning() {
    runs(
        () -> {
          Task<String> t = createTask(sleep(5, "goes on"));
          AsyncIterator<Future<String>> all = asCompleted(List.of(t));
          await(all.close());
          assertFalse(await(all.advance()));
          assertEquals("goes on", await(t));
          return Coroutine.done();
        });
  }

  @Test
  void asCompletedNeedsARunningLoop() {
    assertThrows(IllegalStateException.class, () -> asCompleted(List.of(sleep(0, "x"))));
  }

  // ---------------------------------------------------------------- shield

  @Test
  void aShieldGivesTheInnerResult() {
    runs(
        () -> {
          Task<String> inner = createTask(sleep(1, "v"));
          Future<String> outer = shield(inner);
          assertNotSame(inner, outer);
          assertEquals("v", await(outer));
          return Coroutine.done();
        });
  }

  @Test
  void aShieldGivesTheInnerError() {
    runs(
        () -> {
          Task<String> inner = createTask(failing(1));
          IOException error = await(failure(IOException.class, shield(inner)));
          assertSame(error, inner.exception());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R43})
  void aCancelledShieldLeavesTheInnerTaskUntouched() {
    runs(
        () -> {
          Task<String> inner = createTask(sleep(5, "inner"));
          Future<String> outer = shield(inner);
          await(sleep(1));
          assertTrue(outer.cancel("only the shield"));
          assertEquals("only the shield", await(cancellation(outer)).message());
          assertEquals(0, inner.cancelling());
          assertEquals("inner", await(inner));
          return Coroutine.done();
        });
  }

  @Test
  void aShieldOfADoneFutureIsThatFuture() {
    runs(
        () -> {
          Future<String> done = future();
          done.setResult("x");
          assertSame(done, shield(done));
          return Coroutine.done();
        });
  }

  @Test
  void aShieldOfACoroutineStartsItEvenWhenItIsCancelledAtOnce() {
    runs(
        () -> {
          List<String> log = new ArrayList<>();
          Future<Void> outer =
              shield(
                  async(
                      () -> {
                        log.add("ran");
                        await(sleep(1));
                        log.add("ended");
                        return Coroutine.done();
                      }));
          outer.cancel();
          await(sleep(2));
          assertEquals(List.of("ran", "ended"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R41, R43})
  void aShieldedChildOfACancelledGatherRunsOn() {
    runs(
        () -> {
          Task<String> kept = createTask(sleep(5, "kept"));
          Task<String> lost = createTask(sleep(5, "lost"));
          Future<List<String>> g = gather(shield(kept), lost);
          await(yieldNow());
          g.cancel();
          await(cancellation(g));
          assertTrue(lost.isCancelled());
          assertEquals("kept", await(kept));
          return Coroutine.done();
        });
  }

  @Test
  void aCancelledInnerTaskCancelsItsShield() {
    runs(
        () -> {
          Task<String> inner = createTask(sleep(5, "inner"));
          Future<String> outer = shield(inner);
          await(yieldNow());
          inner.cancel();
          await(cancellation(outer));
          assertTrue(outer.isCancelled());
          return Coroutine.done();
        });
  }
}
