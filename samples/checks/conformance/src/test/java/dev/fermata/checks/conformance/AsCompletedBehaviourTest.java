package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Taking futures in the order in which they end. */
class AsCompletedBehaviourTest {
  /** The values in the order in which an iterator gives them. */
  @Async
  private static Coroutine<List<String>> drain(AsyncIterator<Future<String>> futures) {
    List<String> values = new ArrayList<>();
    while (await(futures.advance())) {
      values.add(futures.current().result());
    }
    return Coroutine.of(values);
  }

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
          assertThrows(IllegalStateException.class, all::current);
          assertEquals("goes on", await(t));
          return Coroutine.done();
        });
  }

  @Test
  void asCompletedNeedsARunningLoop() {
    assertThrows(IllegalStateException.class, () -> asCompleted(List.of(sleep(0, "x"))));
  }
}
