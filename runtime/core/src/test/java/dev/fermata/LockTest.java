package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.sync.AsyncBoundedSemaphore;
import dev.fermata.sync.AsyncEvent;
import dev.fermata.sync.AsyncLock;
import dev.fermata.sync.AsyncQueue;
import dev.fermata.sync.AsyncSemaphore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@link AsyncLock}, {@link AsyncSemaphore} and {@link AsyncEvent} (rules R65 and R66). */
class LockTest {
  private final Trace trace = new Trace();
  private final List<Task<Object>> tasks = new ArrayList<>();

  @Test
  @DisplayName(
      "R65: the lock goes to who waits longest, a releaser that asks again goes to the back (c51)")
  void lockIsFair() {
    AsyncLock lock = new AsyncLock();
    trace.run(
        s -> s.await(lock.acquire()),
        s -> {
          startLockers(lock, 1, "A", "B");
          return s.await(yieldNow());
        },
        s -> {
          lock.release();
          trace.log("released, locked", lock.locked());
          return s.await(lock.acquire());
        },
        s -> {
          trace.log("main got it again after A and B");
          lock.release();
          trace.log(assertThrows(IllegalStateException.class, lock::release));
          return s.await(lock.acquire());
        },
        s -> {
          trace.log("uncontended acquire", s.result());
          return null;
        });
    trace.assertLines(
        "2 released, locked false",
        "3 A has it",
        "6@1 B has it",
        "9@2 main got it again after A and B",
        "9@2 IllegalStateException(Lock is not acquired.)",
        "9@2 uncontended acquire true");
  }

  @Test
  @DisplayName("R65: a woken waiter that is cancelled wakes the next (c52)")
  void lockIsHandedOn() {
    AsyncLock lock = new AsyncLock();
    trace.run(
        s -> s.await(lock.acquire()),
        s -> {
          startLockers(lock, 0, "A", "B", "C");
          return s.await(yieldNow());
        },
        s -> {
          lock.release();
          tasks.get(0).cancel();
          trace.log("released and A cancelled; locked", lock.locked());
          return s.await(waitAll(tasks));
        },
        s -> {
          trace.log("locked", lock.locked());
          return null;
        });
    trace.assertLines(
        "2 released and A cancelled; locked false",
        "3 A cancelled",
        "4 B has it",
        "5 C has it",
        "7 locked false");
  }

  private void startLockers(AsyncLock lock, double seconds, String... names) {
    for (String name : names) {
      tasks.add(createTask(holding(name, " has it", seconds, lock.acquire(), lock::release)));
    }
  }

  private Coroutine<Object> holding(
      String name, String entered, double seconds, Coroutine<Boolean> entry, Runnable release) {
    return Script.of(
        s -> s.tryAwait(entry),
        s -> {
          if (s.error() != null) {
            trace.log(name, "cancelled");
            return s.rethrow();
          }
          trace.log(name + entered);
          return s.await(seconds == 0 ? Coroutine.done() : sleep(seconds));
        },
        s -> {
          release.run();
          return null;
        });
  }

  @Test
  @DisplayName("R66: permits go to who waits longest, a cancelled one's to the next (c53)")
  void semaphore() {
    AsyncSemaphore two = new AsyncSemaphore(2);
    AsyncSemaphore one = new AsyncSemaphore();
    trace.run(
        s -> {
          startSemaphoreUsers(two, "A", "B", "C", "D");
          return s.await(yieldNow());
        },
        s -> {
          trace.log("locked", two.locked());
          return s.await(two.acquire());
        },
        s -> {
          trace.log("main behind C and D");
          two.release();
          return s.await(waitAll(tasks));
        },
        s -> s.await(one.acquire()),
        s -> {
          tasks.clear();
          startSemaphoreUsers(one, "X", "Y");
          return s.await(yieldNow());
        },
        s -> {
          one.release();
          tasks.get(0).cancel();
          trace.log("locked right after release", one.locked());
          return s.await(waitAll(tasks));
        },
        s -> {
          trace.log("free again", !one.locked());
          return null;
        });
    trace.assertLines(
        "2 A in",
        "2 B in",
        "2 locked true",
        "5@1 C in",
        "5@1 D in",
        "8@2 main behind C and D",
        "11@2 locked right after release true",
        "12@2 X cancelled",
        "13@2 Y in",
        "17@3 free again true");
  }

  private void startSemaphoreUsers(AsyncSemaphore semaphore, String... names) {
    for (String name : names) {
      tasks.add(createTask(holding(name, " in", 1, semaphore.acquire(), semaphore::release)));
    }
  }

  @Test
  @DisplayName("R66: a bounded semaphore refuses a release too many (c53)")
  void boundedSemaphore() {
    AsyncBoundedSemaphore bounded = new AsyncBoundedSemaphore(1);
    Throwable refusal = assertThrows(IllegalArgumentException.class, bounded::release);
    assertEquals("BoundedSemaphore released too many times", refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new AsyncSemaphore(-1));
  }

  @Test
  @DisplayName("R66: a cancelled acquirer before whom permits were released lets as many others go")
  void semaphoreWakesAsManyAsAllowed() {
    AsyncSemaphore semaphore = new AsyncSemaphore(0);
    trace.run(
        s -> {
          startSemaphoreUsers(semaphore, "A", "B", "C");
          return s.await(yieldNow());
        },
        s -> {
          semaphore.release();
          semaphore.release();
          tasks.get(0).cancel();
          return s.await(waitAll(tasks));
        },
        s -> null);
    trace.assertLines("3 A cancelled", "3 B in", "4 C in");
  }

  @Test
  @DisplayName("an event wakes all waiters in their order, even when it is cleared at once (c54)")
  void event() {
    AsyncEvent event = new AsyncEvent();
    trace.run(
        s -> {
          for (String name : List.of("A", "B", "C")) {
            tasks.add(createTask(waiting(name, event)));
          }
          return s.await(yieldNow());
        },
        s -> {
          event.set();
          event.clear();
          tasks.add(createTask(waiting("D (after clear)", event)));
          return s.await(yieldNow());
        },
        s -> s.await(yieldNow()),
        s -> {
          trace.log("D done", tasks.get(3).isDone());
          event.set();
          return s.await(event.waitUntilSet());
        },
        s -> {
          trace.log("set", s.result());
          return s.await(tasks.get(3));
        },
        s -> null);
    trace.assertLines(
        "3 A true is_set false",
        "3 B true is_set false",
        "3 C true is_set false",
        "4 D done false",
        "4 set true",
        "5 D (after clear) true is_set true");
  }

  private Coroutine<Object> waiting(String name, AsyncEvent event) {
    return Script.of(
        s -> s.await(event.waitUntilSet()),
        s -> {
          trace.log(name, s.result(), "is_set", event.isSet());
          return null;
        });
  }

  @Test
  void waitingInASecondLoopIsRefused() {
    AsyncEvent event = new AsyncEvent();
    trace.run(
        s -> {
          tasks.add(createTask(waiting("A", event)));
          return s.await(yieldNow());
        },
        s -> tasks.get(0).cancel());
    Trace second = new Trace();
    second.run(s -> s.await(second.outcome("wait", event.waitUntilSet())), s -> null);
    second.assertLines(
        "1 wait raised IllegalStateException(AsyncEvent[unset] is bound to a different event loop)");
  }

  @Test
  void useByAnotherThreadIsRefusedOnceALoopOwnsIt() throws Exception {
    AsyncLock lock = new AsyncLock();
    AsyncQueue<String> queue = new AsyncQueue<>();
    List<String> refusals = new ArrayList<>();
    Thread stranger =
        new Thread(
            () -> {
              for (Runnable call : List.<Runnable>of(lock::release, () -> queue.putNowait("x"))) {
                refusals.add(assertThrows(IllegalStateException.class, call::run).getMessage());
              }
            });
    trace.run(
        s -> s.await(lock.acquire()),
        s -> {
          startLockers(lock, 0, "A");
          tasks.add(createTask(Script.of(g -> g.await(queue.get()), g -> g.result())));
          return s.await(yieldNow());
        },
        s -> {
          stranger.start();
          stranger.join();
          lock.release();
          queue.putNowait("y");
          return s.await(waitAll(tasks));
        },
        s -> {
          trace.log(tasks.get(1).result());
          return null;
        });
    trace.assertLines("3 A has it", "5 y");
    assertEquals(2, refusals.size());
    refusals.forEach(text -> assertEquals(true, text.contains("callSoonThreadsafe"), text));
  }
}
