package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import dev.fermata.sync.AsyncBarrier;
import dev.fermata.sync.AsyncCondition;
import dev.fermata.sync.AsyncLock;
import dev.fermata.sync.BrokenBarrierException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conditions and barriers: what the cases do not show. */
class ConditionBehaviourTest {
  private final List<Object> log = new ArrayList<>();
  private final AsyncCondition condition = new AsyncCondition();
  private int items;

  @Async
  private Coroutine<String> waits(String name) {
    await(condition.acquire());
    try {
      await(condition.waitOn());
      log.add(name);
    } finally {
      condition.release();
    }
    return Coroutine.of(name);
  }

  @Async
  private Coroutine<Void> signals(int count) {
    await(condition.acquire());
    condition.signal(count);
    condition.release();
    return Coroutine.done();
  }

  @Async
  private static Coroutine<Integer> arrives(AsyncBarrier barrier, double after) {
    await(sleep(after));
    return barrier.arrive();
  }

  // ---------------------------------------------------------------- conditions

  @Test
  @Shows({R67})
  void aSignalWakesAsManyAsItSaysInTheOrderInWhichTheyCame() {
    runs(
        () -> {
          List<Task<String>> tasks = new ArrayList<>();
          for (String name : List.of("a", "b", "c", "d")) {
            tasks.add(createTask(waits(name)));
          }
          await(passes(6));
          await(signals(1));
          await(passes(6));
          assertEquals(List.of("a"), log);
          await(signals(2));
          await(passes(6));
          assertEquals(List.of("a", "b", "c"), log);
          await(signals(9));
          await(waitAll(tasks));
          assertEquals(List.of("a", "b", "c", "d"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aSignalForNobodyIsLost() {
    runs(
        () -> {
          await(signals(3));
          await(failure(TimeoutException.class, waitFor(waits("a"), seconds(1))));
          assertEquals(List.of(), log);
          assertFalse(condition.locked());
          return Coroutine.done();
        });
  }

  @Test
  void waitingAndSignallingNeedTheLock() {
    runs(
        () -> {
          await(failure(IllegalStateException.class, condition.waitOn()));
          assertThrows(IllegalStateException.class, () -> condition.signal());
          assertThrows(IllegalStateException.class, condition::signalAll);
          return Coroutine.done();
        });
  }

  @Test
  void aWaiterFreesTheLockAndHasItAgainWhenItGoesOn() {
    runs(
        () -> {
          await(condition.acquire());
          Task<Void> other = createTask(signals(1));
          await(condition.waitOn());
          assertTrue(other.isDone());
          assertTrue(condition.locked());
          condition.release();
          return Coroutine.done();
        });
  }

  @Test
  void twoConditionsMayShareALock() {
    runs(
        () -> {
          AsyncLock lock = new AsyncLock();
          AsyncCondition full = new AsyncCondition(lock);
          AsyncCondition empty = new AsyncCondition(lock);
          await(full.acquire());
          assertTrue(empty.locked());
          assertTrue(lock.locked());
          empty.release();
          assertFalse(full.locked());
          return Coroutine.done();
        });
  }

  @Test
  void waitUntilGoesOnAtOnceWhenItsPredicateHolds() {
    runs(
        () -> {
          await(condition.acquire());
          long before = pass();
          assertTrue(await(condition.waitUntil(() -> true)));
          assertEquals(before, pass());
          condition.release();
          return Coroutine.done();
        });
  }

  @Test
  void waitUntilWaitsThroughSignalsUntilItsPredicateHolds() {
    runs(
        () -> {
          Task<Void> consumer =
              createTask(
                  async(
                      () -> {
                        await(condition.acquire());
                        await(
                            condition.waitUntil(
                                () -> {
                                  log.add(items);
                                  return items >= 3;
                                }));
                        condition.release();
                        return Coroutine.done();
                      }));
          for (int i = 0; i < 3; i++) {
            await(sleep(1));
            items++;
            await(signals(1));
          }
          await(consumer);
          assertEquals(List.of(0, 1, 2, 3), log);
          return Coroutine.done();
        });
  }

  @Test
  void anErrorOfThePredicateLeavesWaitUntilWithTheLockHeld() {
    runs(
        () -> {
          await(condition.acquire());
          await(failure(ArithmeticException.class, condition.waitUntil(() -> 1 / items == 0)));
          assertTrue(condition.locked());
          condition.release();
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R67})
  void aCancelledWaiterTakesTheLockBeforeItThrows() {
    runs(
        () -> {
          Task<String> waiter = createTask(waits("a"));
          await(sleep(1));
          await(condition.acquire());
          waiter.cancel();
          await(sleep(5));
          assertFalse(waiter.isDone());
          condition.release();
          await(cancellation(waiter));
          assertEquals(6.0, time());
          assertFalse(condition.locked());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R67})
  void aWaiterThatIsCancelledAgainAndAgainStillTakesTheLock() {
    runs(
        () -> {
          Task<String> waiter = createTask(waits("a"));
          await(sleep(1));
          await(condition.acquire());
          for (int i = 0; i < 3; i++) {
            waiter.cancel("request " + i);
            await(passes(2));
          }
          condition.release();
          assertEquals("request 2", await(cancellation(waiter)).message());
          assertFalse(condition.locked());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R67})
  void aSignalledWaiterThatIsCancelledWhileItWaitsForTheLockPassesTheSignalOn() {
    runs(
        () -> {
          Task<String> a = createTask(waits("a"));
          Task<String> b = createTask(waits("b"));
          await(sleep(1));
          await(condition.acquire());
          condition.signal();
          await(passes(2));
          a.cancel();
          condition.release();
          await(cancellation(a));
          assertEquals("b", await(b));
          assertEquals(List.of("b"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aTimeoutAroundAWaitLeavesWithTheLockHeld() {
    runs(
        () -> {
          await(condition.acquire());
          await(failure(TimeoutException.class, waitFor(condition.waitOn(), seconds(1))));
          assertTrue(condition.locked());
          condition.release();
          return Coroutine.done();
        });
  }

  // ---------------------------------------------------------------- barriers

  @Test
  void aBarrierNeedsAtLeastOneParty() {
    assertThrows(IllegalArgumentException.class, () -> new AsyncBarrier(0));
    assertThrows(IllegalArgumentException.class, () -> new AsyncBarrier(-1));
    assertEquals(3, new AsyncBarrier(3).parties());
  }

  @Test
  void aBarrierOfOneLetsEveryArrivalPass() {
    runs(
        () -> {
          AsyncBarrier barrier = new AsyncBarrier(1);
          assertEquals(0, await(barrier.arrive()));
          assertEquals(0, await(barrier.arrive()));
          return Coroutine.done();
        });
  }

  @Test
  void aBarrierReleasesAllWithTheLastArrivalAndCanBeUsedAgain() {
    runs(
        () -> {
          AsyncBarrier barrier = new AsyncBarrier(2);
          for (int round = 1; round <= 3; round++) {
            List<Integer> indexes = await(gather(arrives(barrier, 1), arrives(barrier, 5)));
            assertEquals(List.of(0, 1), indexes);
            assertEquals(5.0 * round, time());
            assertEquals(0, barrier.waiting());
          }
          return Coroutine.done();
        });
  }

  @Test
  void aBarrierCountsThoseThatWait() {
    runs(
        () -> {
          AsyncBarrier barrier = new AsyncBarrier(3);
          Task<Integer> a = createTask(arrives(barrier, 1));
          Task<Integer> b = createTask(arrives(barrier, 2));
          await(sleep(1.5));
          assertEquals(1, barrier.waiting());
          await(sleep(1));
          assertEquals(2, barrier.waiting());
          await(barrier.arrive());
          await(gather(a, b));
          assertEquals(0, barrier.waiting());
          return Coroutine.done();
        });
  }

  @Test
  void moreArrivalsThanPartiesPassInRounds() {
    runs(
        () -> {
          AsyncBarrier barrier = new AsyncBarrier(2);
          List<Task<Integer>> tasks = new ArrayList<>();
          for (int i = 0; i < 6; i++) {
            tasks.add(createTask(arrives(barrier, 0)));
          }
          List<Integer> indexes = await(gather(tasks));
          assertEquals(3, indexes.stream().filter(i -> i == 0).count());
          assertEquals(3, indexes.stream().filter(i -> i == 1).count());
          return Coroutine.done();
        });
  }

  @Test
  void anAbortedBarrierIsBrokenForAllUntilItIsReset() {
    runs(
        () -> {
          AsyncBarrier barrier = new AsyncBarrier(2);
          Task<Integer> waiter = createTask(barrier.arrive());
          await(sleep(1));
          await(barrier.abort());
          await(failure(BrokenBarrierException.class, waiter));
          await(failure(BrokenBarrierException.class, barrier.arrive()));
          assertTrue(barrier.isBroken());
          await(barrier.reset());
          assertFalse(barrier.isBroken());
          assertEquals(List.of(0, 1), await(gather(arrives(barrier, 0), arrives(barrier, 1))));
          return Coroutine.done();
        });
  }

  @Test
  void aResetSendsThoseAwayThatWait() {
    runs(
        () -> {
          AsyncBarrier barrier = new AsyncBarrier(2);
          Task<Integer> waiter = createTask(barrier.arrive());
          await(sleep(1));
          await(barrier.reset());
          await(failure(BrokenBarrierException.class, waiter));
          assertFalse(barrier.isBroken());
          assertEquals(0, barrier.waiting());
          return Coroutine.done();
        });
  }

  @Test
  void aCancelledArrivalDoesNotCount() {
    runs(
        () -> {
          AsyncBarrier barrier = new AsyncBarrier(2);
          Task<Integer> gone = createTask(barrier.arrive());
          await(sleep(1));
          gone.cancel();
          await(cancellation(gone));
          assertEquals(0, barrier.waiting());
          assertEquals(List.of(0, 1), await(gather(arrives(barrier, 0), arrives(barrier, 1))));
          return Coroutine.done();
        });
  }
}
