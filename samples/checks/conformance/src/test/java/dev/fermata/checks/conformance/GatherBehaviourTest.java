package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Settled;
import dev.fermata.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gathering: results, failures, cancellation. */
class GatherBehaviourTest {
  @Async
  private static Coroutine<String> failing(double after, Exception error) throws Exception {
    await(sleep(after));
    throw error;
  }

  @Test
  void resultsComeInTheOrderOfTheArgumentsWhateverTheOrderOfTheirEnds() {
    runs(
        () -> {
          Future<String> a = future();
          Future<String> b = future();
          Future<String> c = future();
          Future<List<String>> g = gather(a, b, c);
          c.setResult("c");
          b.setResult("b");
          await(passes(2));
          assertFalse(g.isDone());
          a.setResult("a");
          assertEquals(List.of("a", "b", "c"), await(g));
          return Coroutine.done();
        });
  }

  @Test
  void aGatherOfACollectionTakesItsOrder() {
    runs(
        () -> {
          List<Coroutine<Integer>> squares = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            squares.add(sleep(5 - i, i * i));
          }
          assertEquals(List.of(0, 1, 4, 9, 16), await(gather(squares)));
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void itsResultsMayBeNullAndCannotBeChanged() {
    runs(
        () -> {
          List<Void> results = await(gather(sleep(0), sleep(1)));
          assertEquals(2, results.size());
          assertNull(results.get(1));
          assertThrows(UnsupportedOperationException.class, () -> results.set(0, null));
          return Coroutine.done();
        });
  }

  @Test
  void itsCoroutinesBecomeTasksInTheOrderOfTheArguments() {
    runs(
        () -> {
          List<String> log = new ArrayList<>();
          Future<List<Void>> g =
              gather(
                  async(() -> say(log, "a")),
                  async(() -> say(log, "b")),
                  async(() -> say(log, "c")));
          assertEquals(4, allTasks().size());
          assertEquals(List.of(), log);
          await(g);
          assertEquals(List.of("a", "b", "c"), log);
          return Coroutine.done();
        });
  }

  @Async
  private static Coroutine<Void> say(List<String> log, String word) {
    log.add(word);
    return Coroutine.done();
  }

  @Test
  @Shows({R40})
  void theFirstOfTwoFailuresInOnePassCounts() {
    runs(
        () -> {
          IOException first = new IOException("first");
          Future<String> a = future();
          Future<String> b = future();
          Future<List<String>> g = gather(a, b);
          b.setException(first);
          a.setException(new IOException("second"));
          assertSame(first, await(failure(IOException.class, g)));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R40})
  void theOtherChildrenOfAFailedGatherStillGiveTheirResults() {
    runs(
        () -> {
          Task<String> slow = createTask(sleep(5, "slow"));
          await(failure(IOException.class, gather(slow, failing(1, new IOException()))));
          assertEquals(1.0, time());
          assertEquals("slow", await(slow));
          return Coroutine.done();
        });
  }

  @Test
  void aSettledGatherListsValuesAndErrors() {
    runs(
        () -> {
          IOException error = new IOException();
          List<Settled<String>> all = await(gatherSettled(sleep(2, "v"), failing(1, error)));
          assertEquals("v", all.get(0).value());
          assertNull(all.get(0).exception());
          assertSame(error, all.get(1).exception());
          assertEquals(2.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R42})
  void aSettledGatherListsACancelledChildAsAnError() {
    runs(
        () -> {
          Task<String> t = createTask(sleep(10, "x"));
          Future<List<Settled<String>>> g = gatherSettled(t, sleep(1, "y"));
          await(yieldNow());
          t.cancel("alone");
          List<Settled<String>> all = await(g);
          assertEquals(CancelledError.class, all.get(0).exception().getClass());
          assertEquals("y", all.get(1).value());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R42})
  void aChildThatIsCancelledAloneFailsTheGatherAndLeavesItsSiblings() {
    runs(
        () -> {
          Task<String> a = createTask(sleep(10, "a"));
          Task<String> b = createTask(sleep(2, "b"));
          Future<List<String>> g = gather(a, b);
          await(yieldNow());
          a.cancel("why");
          assertEquals("why", await(cancellation(g)).message());
          assertFalse(g.isCancelled());
          assertEquals("b", await(b));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R41})
  void cancellingAGatherThatHasEndedIsRefused() {
    runs(
        () -> {
          Future<List<String>> g = gather(sleep(0, "x"));
          await(g);
          assertFalse(g.cancel());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R41})
  void cancellingAGatherWhoseChildrenHaveAllEndedIsRefused() {
    runs(
        () -> {
          Future<String> a = future();
          Future<List<String>> g = gather(a, sleep(0, "b"));
          await(passes(2));
          a.setResult("a");
          assertFalse(g.isDone());
          assertFalse(g.cancel());
          assertEquals(List.of("a", "b"), await(g));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R41})
  void theMessageOfACancellationReachesTheChildren() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(10));
          Task<Void> b = createTask(sleep(10));
          Future<List<Void>> g = gather(a, b);
          await(yieldNow());
          assertTrue(g.cancel("all of you"));
          await(cancellation(g));
          assertEquals("all of you", await(cancellation(a)).message());
          assertEquals("all of you", await(cancellation(b)).message());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R41})
  void aChildThatSwallowsTheCancellationStillLetsTheGatherFail() {
    runs(
        () -> {
          Future<List<String>> g =
              gather(
                  async(
                      () -> {
                        try {
                          await(sleep(10));
                        } catch (CancelledError e) {
                          return Coroutine.of("swallowed");
                        }
                        return Coroutine.of("slept");
                      }));
          await(yieldNow());
          g.cancel();
          await(cancellation(g));
          return Coroutine.done();
        });
  }

  @Test
  void aGatherOfAGatherIsCancelledDownToTheLeaves() {
    runs(
        () -> {
          Task<Void> leaf = createTask(sleep(10));
          Future<List<Void>> inner = gather(leaf);
          Future<List<List<Void>>> outer = gather(inner);
          await(yieldNow());
          outer.cancel();
          await(cancellation(outer));
          assertTrue(leaf.isCancelled());
          return Coroutine.done();
        });
  }

  @Test
  void aGatherWithinALimitedWaitIsCancelledWhenTheTimeIsOver() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(10));
          await(failure(dev.fermata.TimeoutException.class, waitFor(gather(a), seconds(2))));
          assertTrue(a.isCancelled());
          assertEquals(2.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R10, R14})
  void aFutureThatALaterEagerChildCompletesIsHeardOfInTheNextPass() {
    runs(
        () -> {
          EventLoop.running().setEagerTasks(true);
          Future<String> a = future();
          long before = pass();
          Future<List<String>> g = gather(a, async(() -> completes(a)));
          assertTrue(a.isDone());
          assertFalse(g.isDone());
          assertEquals(List.of("a", "b"), await(g));
          assertEquals(2, pass() - before);
          return Coroutine.done();
        });
  }

  @Async
  private static Coroutine<String> completes(Future<String> future) {
    future.setResult("a");
    return Coroutine.of("b");
  }

  @Test
  void aGatherThatCannotBeMadeReportsNothing() {
    runs(
        () -> {
          Coroutine<String> used = sleep(0, "x");
          await(used);
          Task<String> t = createTask(failing(1, new IOException()));
          assertThrows(IllegalStateException.class, () -> gather(t, used));
          await(sleep(2));
          assertTrue(t.isDone());
          return Coroutine.done();
        });
  }
}
