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
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import dev.fermata.sync.AsyncEvent;
import dev.fermata.sync.AsyncLock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Locks and events: what the cases do not show. */
class LockBehaviourTest {
  private final List<Object> log = new ArrayList<>();
  private final AsyncLock lock = new AsyncLock();
  private final AsyncEvent event = new AsyncEvent();

  /** Takes the lock, tells so, and keeps it for a time. */
  @Async
  private Coroutine<String> holds(String name, double seconds) {
    await(lock.acquire());
    try {
      log.add(name);
      await(sleep(seconds));
    } finally {
      lock.release();
    }
    return Coroutine.of(name);
  }

  @Async
  private Coroutine<String> waits(String name) {
    await(event.waitUntilSet());
    log.add(name);
    return Coroutine.of(name);
  }

  // ---------------------------------------------------------------- locks

  @Test
  void aNewLockIsFreeAndAcquireGivesTrue() {
    runs(
        () -> {
          assertFalse(lock.locked());
          assertTrue(await(lock.acquire()));
          assertTrue(lock.locked());
          lock.release();
          assertFalse(lock.locked());
          return Coroutine.done();
        });
  }

  @Test
  void releasingAFreeLockIsRefused() {
    runs(
        () -> {
          assertThrows(IllegalStateException.class, lock::release);
          await(lock.acquire());
          lock.release();
          assertThrows(IllegalStateException.class, lock::release);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R65})
  void waitersGetTheLockInTheOrderInWhichTheyAskedForIt() {
    runs(
        () -> {
          List<Task<String>> tasks = new ArrayList<>();
          for (String name : List.of("a", "b", "c", "d")) {
            tasks.add(createTask(holds(name, 1)));
          }
          await(waitAll(tasks));
          assertEquals(List.of("a", "b", "c", "d"), log);
          assertEquals(4.0, time());
          assertFalse(lock.locked());
          return Coroutine.done();
        });
  }

  @Test
  void aLockMayBeReleasedByATaskThatDoesNotHoldIt() {
    runs(
        () -> {
          await(lock.acquire());
          await(createTask(async(() -> releases())));
          assertFalse(lock.locked());
          return Coroutine.done();
        });
  }

  @Async
  private Coroutine<Void> releases() {
    lock.release();
    return Coroutine.done();
  }

  @Test
  void aTaskThatTakesALockTwiceWaits() {
    runs(
        () -> {
          await(lock.acquire());
          await(failure(TimeoutException.class, waitFor(lock.acquire(), seconds(1))));
          assertTrue(lock.locked());
          lock.release();
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R65})
  void aCancelledWaiterLeavesTheLine() {
    runs(
        () -> {
          await(lock.acquire());
          Task<String> a = createTask(holds("a", 0));
          Task<String> b = createTask(holds("b", 0));
          Task<String> c = createTask(holds("c", 0));
          await(yieldNow());
          b.cancel();
          await(cancellation(b));
          lock.release();
          await(gather(a, c));
          assertEquals(List.of("a", "c"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R65})
  void allWaitersCancelledAtOnceLeaveTheLockFree() {
    runs(
        () -> {
          await(lock.acquire());
          Task<String> a = createTask(holds("a", 0));
          Task<String> b = createTask(holds("b", 0));
          await(yieldNow());
          lock.release();
          a.cancel();
          b.cancel();
          await(cancellation(a));
          await(cancellation(b));
          assertFalse(lock.locked());
          assertEquals("c", await(holds("c", 0)));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R65})
  void aNewcomerQueuesBehindAWokenWaiterThoughTheLockIsFree() {
    runs(
        () -> {
          await(lock.acquire());
          Task<String> a = createTask(holds("a", 1));
          await(yieldNow());
          lock.release();
          assertFalse(lock.locked());
          Task<String> late = createTask(holds("late", 0));
          await(gather(a, late));
          assertEquals(List.of("a", "late"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aHolderThatIsCancelledReleasesInItsFinally() {
    runs(
        () -> {
          Task<String> holder = createTask(holds("holder", 100));
          Task<String> next = createTask(holds("next", 0));
          await(sleep(1));
          holder.cancel();
          assertEquals("next", await(next));
          assertEquals(1.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void waitingForALockOfAnotherLoopIsRefused() {
    runs(
        () -> {
          Task<String> first = createTask(holds("first", 1));
          await(holds("second", 0));
          await(first);
          return Coroutine.done();
        });
    runs(
        () -> {
          await(lock.acquire());
          await(failure(IllegalStateException.class, lock.acquire()));
          return Coroutine.done();
        });
  }

  @Test
  void anUncontendedLockServesEveryLoop() {
    for (int i = 0; i < 3; i++) {
      runs(
          () -> {
            await(holds("x", 1));
            return Coroutine.done();
          });
    }
    assertEquals(3, log.size());
  }

  // ---------------------------------------------------------------- events

  @Test
  void aNewEventIsNotSet() {
    assertFalse(event.isSet());
    event.set();
    assertTrue(event.isSet());
    event.clear();
    assertFalse(event.isSet());
  }

  @Test
  @Shows({R9})
  void waitingForASetEventTakesNoPass() {
    runs(
        () -> {
          event.set();
          long before = pass();
          assertTrue(await(event.waitUntilSet()));
          assertEquals(before, pass());
          return Coroutine.done();
        });
  }

  @Test
  void settingAnEventWakesItsWaitersInTheOrderInWhichTheyCame() {
    runs(
        () -> {
          Task<String> a = createTask(waits("a"));
          Task<String> b = createTask(waits("b"));
          Task<String> c = createTask(waits("c"));
          await(yieldNow());
          EventLoop.running().callLater(seconds(1), event::set);
          await(gather(c, b, a));
          assertEquals(List.of("a", "b", "c"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aCancelledWaiterDoesNotDisturbTheOthers() {
    runs(
        () -> {
          Task<String> a = createTask(waits("a"));
          Task<String> b = createTask(waits("b"));
          await(yieldNow());
          a.cancel();
          await(cancellation(a));
          event.set();
          assertEquals("b", await(b));
          assertEquals(List.of("b"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aWaiterThatIsCancelledAfterTheSetIsCancelled() {
    runs(
        () -> {
          Task<String> a = createTask(waits("a"));
          await(yieldNow());
          event.set();
          a.cancel();
          await(cancellation(a));
          assertEquals(List.of(), log);
          assertTrue(event.isSet());
          return Coroutine.done();
        });
  }

  @Test
  void settingTwiceWakesNobodyTwice() {
    runs(
        () -> {
          Task<String> a = createTask(waits("a"));
          await(yieldNow());
          event.set();
          event.set();
          await(a);
          await(passes(2));
          assertEquals(List.of("a"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aClearedEventHoldsNewWaiters() {
    runs(
        () -> {
          event.set();
          event.clear();
          await(failure(TimeoutException.class, waitFor(event.waitUntilSet(), seconds(1))));
          return Coroutine.done();
        });
  }
}
