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
import dev.fermata.sync.AsyncBoundedSemaphore;
import dev.fermata.sync.AsyncSemaphore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Semaphores: what the cases do not show. */
class SemaphoreBehaviourTest {
  private final List<Object> log = new ArrayList<>();
  private int inside;
  private int most;

  @Async
  private Coroutine<String> acquires(AsyncSemaphore semaphore, String name) {
    await(semaphore.acquire());
    log.add(name);
    return Coroutine.of(name);
  }

  @Async
  private Coroutine<Void> works(AsyncSemaphore semaphore, double seconds) {
    await(semaphore.acquire());
    try {
      inside++;
      most = Math.max(most, inside);
      await(sleep(seconds));
    } finally {
      inside--;
      semaphore.release();
    }
    return Coroutine.done();
  }

  @Test
  void aSemaphoreHasOnePermitUnlessSaidOtherwise() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore();
          assertFalse(semaphore.locked());
          assertTrue(await(semaphore.acquire()));
          assertTrue(semaphore.locked());
          return Coroutine.done();
        });
  }

  @Test
  void aNegativeNumberOfPermitsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new AsyncSemaphore(-1));
    assertThrows(IllegalArgumentException.class, () -> new AsyncBoundedSemaphore(-1));
  }

  @Test
  void aSemaphoreWithoutPermitsWaitsForARelease() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(0);
          assertTrue(semaphore.locked());
          Task<String> t = createTask(acquires(semaphore, "a"));
          await(sleep(1));
          assertFalse(t.isDone());
          semaphore.release();
          assertEquals("a", await(t));
          return Coroutine.done();
        });
  }

  @Test
  void takingAFreePermitTakesNoPass() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(3);
          long before = pass();
          for (int i = 0; i < 3; i++) {
            await(semaphore.acquire());
          }
          assertEquals(before, pass());
          assertTrue(semaphore.locked());
          return Coroutine.done();
        });
  }

  @Test
  void neverMoreTasksAreInsideThanThereArePermits() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(3);
          List<Task<Void>> tasks = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            tasks.add(createTask(works(semaphore, 1 + i % 4)));
          }
          await(gather(tasks));
          assertEquals(3, most);
          assertEquals(0, inside);
          assertFalse(semaphore.locked());
          return Coroutine.done();
        });
  }

  @Test
  void anUnboundedSemaphoreGrowsWithItsReleases() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(1);
          semaphore.release();
          semaphore.release();
          for (int i = 0; i < 3; i++) {
            await(semaphore.acquire());
          }
          assertTrue(semaphore.locked());
          return Coroutine.done();
        });
  }

  @Test
  void aBoundedSemaphoreRefusesOneReleaseTooMany() {
    runs(
        () -> {
          AsyncBoundedSemaphore semaphore = new AsyncBoundedSemaphore(2);
          assertThrows(IllegalArgumentException.class, semaphore::release);
          await(semaphore.acquire());
          semaphore.release();
          assertThrows(IllegalArgumentException.class, semaphore::release);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R66})
  void permitsGoToWaitersInTheOrderInWhichTheyCame() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(0);
          List<Task<String>> tasks = new ArrayList<>();
          for (String name : List.of("a", "b", "c")) {
            tasks.add(createTask(acquires(semaphore, name)));
          }
          await(yieldNow());
          for (int i = 0; i < 3; i++) {
            semaphore.release();
          }
          await(gather(tasks));
          assertEquals(List.of("a", "b", "c"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R66})
  void aNewcomerCannotOvertakeAWokenWaiter() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(0);
          Task<String> a = createTask(acquires(semaphore, "a"));
          await(yieldNow());
          semaphore.release();
          assertTrue(semaphore.locked());
          Task<String> late = createTask(acquires(semaphore, "late"));
          await(passes(3));
          assertEquals(List.of("a"), log);
          semaphore.release();
          await(gather(a, late));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R66})
  void aNewcomerQueuesBehindAWokenWaiterEvenWhenAPermitIsFree() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(0);
          createTask(acquires(semaphore, "woken"));
          await(yieldNow());
          semaphore.release();
          semaphore.release();
          assertTrue(semaphore.locked());
          await(acquires(semaphore, "newcomer"));
          assertEquals(List.of("woken", "newcomer"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R66})
  void theReleasingTaskGoesBehindTheWaiters() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(1);
          await(semaphore.acquire());
          createTask(acquires(semaphore, "a"));
          await(yieldNow());
          semaphore.release();
          Task<String> self = createTask(acquires(semaphore, "self"));
          await(passes(3));
          assertEquals(List.of("a"), log);
          semaphore.release();
          await(self);
          assertEquals(List.of("a", "self"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R66})
  void aCancelledWaiterTakesNoPermit() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(0);
          Task<String> a = createTask(acquires(semaphore, "a"));
          await(yieldNow());
          a.cancel();
          await(cancellation(a));
          semaphore.release();
          assertFalse(semaphore.locked());
          await(semaphore.acquire());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R66})
  void aWokenWaiterThatIsCancelledHandsItsPermitOn() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(0);
          Task<String> a = createTask(acquires(semaphore, "a"));
          Task<String> b = createTask(acquires(semaphore, "b"));
          await(yieldNow());
          semaphore.release();
          a.cancel();
          await(cancellation(a));
          assertEquals("b", await(b));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R66})
  void ofTwoWokenWaitersOneThatIsCancelledHandsItsPermitPastTheOther() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(0);
          List<Task<String>> tasks = new ArrayList<>();
          for (String name : List.of("a", "b", "c")) {
            tasks.add(createTask(acquires(semaphore, name)));
          }
          await(yieldNow());
          semaphore.release();
          semaphore.release();
          tasks.get(0).cancel();
          await(yieldNow());
          assertEquals(List.of("b"), log);
          await(yieldNow());
          assertEquals(List.of("b", "c"), log);
          await(cancellation(tasks.get(0)));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R66})
  void twoWokenWaitersThatAreCancelledHandBothPermitsOn() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(0);
          List<Task<String>> tasks = new ArrayList<>();
          for (String name : List.of("a", "b", "c", "d")) {
            tasks.add(createTask(acquires(semaphore, name)));
          }
          await(yieldNow());
          semaphore.release();
          semaphore.release();
          tasks.get(0).cancel();
          tasks.get(1).cancel();
          await(waitAll(tasks));
          assertEquals(List.of("c", "d"), log);
          assertTrue(semaphore.locked());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R66})
  void everyPermitIsBackAfterAStormOfCancellations() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(2);
          List<Task<Void>> tasks = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            tasks.add(createTask(works(semaphore, 1)));
          }
          for (int i = 0; i < 50; i++) {
            if (i % 3 != 0) {
              tasks.get(i).cancel();
            }
            await(sleep(0.25));
          }
          await(waitAll(tasks));
          assertEquals(2, most);
          await(semaphore.acquire());
          await(semaphore.acquire());
          assertTrue(semaphore.locked());
          return Coroutine.done();
        });
  }

  @Test
  void aLimitedWaitForAPermitTakesNoneWhenItsTimeIsOver() {
    runs(
        () -> {
          AsyncSemaphore semaphore = new AsyncSemaphore(0);
          await(failure(TimeoutException.class, waitFor(semaphore.acquire(), seconds(1))));
          semaphore.release();
          assertFalse(semaphore.locked());
          return Coroutine.done();
        });
  }
}
