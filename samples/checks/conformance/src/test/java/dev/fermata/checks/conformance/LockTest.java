package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.WaitResult;
import dev.fermata.sync.AsyncBarrier;
import dev.fermata.sync.AsyncBoundedSemaphore;
import dev.fermata.sync.AsyncCondition;
import dev.fermata.sync.AsyncEvent;
import dev.fermata.sync.AsyncLock;
import dev.fermata.sync.AsyncSemaphore;
import dev.fermata.sync.BrokenBarrierException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Locks, semaphores, events, conditions and barriers: who goes on, and when. */
class LockTest {
  /** In turn, nobody overtakes; anyone may release; releasing a free lock is an error. */
  @Test
  @Shows({R65})
  void c51ALockIsTakenInTurn() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> w(String n, AsyncLock l) {
        await(l.acquire());
        try {
          log(n, "has it");
          await(sleep(1));
        } finally {
          l.release();
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncLock l = new AsyncLock();
        await(l.acquire());
        createTask(w("A", l));
        createTask(w("B", l));
        await(sleep(0));
        l.release();
        log("released, locked", l.locked());
        await(l.acquire());
        log("main got it again after A and B");
        l.release();
        try {
          l.release();
        } catch (IllegalStateException e) {
          log("RuntimeError", e);
        }
        long i0 = it();
        await(l.acquire());
        log("uncontended acquire: iterations", it() - i0);
        l.release();
        return Coroutine.done();
      }
    }.prints(
        """
        2 released, locked False
        3 A has it
        6@1 B has it
        9@2 main got it again after A and B
        9@2 RuntimeError Lock is not acquired.
        9@2 uncontended acquire: iterations 0
        """);
  }

  /** The woken waiter is cancelled before it runs: the lock goes to the next one. */
  @Test
  @Shows({R65})
  void c52ACancelledWaiterHandsTheLockOn() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> w(String n, AsyncLock l) {
        try {
          await(l.acquire());
          try {
            log(n, "has it");
          } finally {
            l.release();
          }
        } catch (CancelledError e) {
          log(n, "cancelled");
          throw e;
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncLock l = new AsyncLock();
        await(l.acquire());
        List<Task<Void>> abc = Stream.of("A", "B", "C").map(n -> createTask(w(n, l))).toList();
        await(sleep(0));
        l.release();
        abc.get(0).cancel();
        log("released and A cancelled; locked", l.locked());
        await(waitAll(abc));
        log("locked", l.locked());
        return Coroutine.done();
      }
    }.prints(
        """
        2 released and A cancelled; locked False
        3 A cancelled
        4 B has it
        5 C has it
        7 locked False
        """);
  }

  /** In turn, past no waiter; a cancelled one hands its permit on; a bounded one is bounded. */
  @Test
  @Shows({R66})
  void c53ASemaphoresPermitsAreTakenInTurn() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> w(String n, AsyncSemaphore s) {
        try {
          await(s.acquire());
          try {
            log(n, "in");
            await(sleep(1));
          } finally {
            s.release();
          }
        } catch (CancelledError e) {
          log(n, "cancelled");
          throw e;
        }
        return Coroutine.done();
      }

      List<Task<Void>> tasks(AsyncSemaphore s, String... names) {
        return Stream.of(names).map(n -> createTask(w(n, s))).toList();
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncSemaphore s = new AsyncSemaphore(2);
        List<Task<Void>> ts = tasks(s, "A", "B", "C", "D");
        await(sleep(0));
        log("locked", s.locked());
        await(s.acquire());
        log("main behind C and D");
        s.release();
        await(waitAll(ts));
        s = new AsyncSemaphore(1);
        await(s.acquire());
        List<Task<Void>> ab = tasks(s, "X", "Y");
        await(sleep(0));
        s.release();
        ab.get(0).cancel();
        log("locked right after release", s.locked());
        await(waitAll(ab));
        log("free again", !s.locked());
        AsyncBoundedSemaphore bs = new AsyncBoundedSemaphore(1);
        try {
          bs.release();
        } catch (IllegalArgumentException e) {
          log("ValueError", e);
        }
        return Coroutine.done();
      }
    }.prints(
        """
        2 A in
        2 B in
        2 locked True
        5@1 C in
        5@1 D in
        8@2 main behind C and D
        11@2 locked right after release True
        12@2 X cancelled
        13@2 Y in
        17@3 free again True
        17@3 ValueError BoundedSemaphore released too many times
        """);
  }

  /** set() wakes all waiters, even if clear() follows at once; a set event does not suspend. */
  @Test
  @Shows({R9, R10})
  void c54AnEventWakesAllItsWaiters() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> w(String n, AsyncEvent e) {
        log(n, await(e.waitUntilSet()), "is_set", e.isSet());
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncEvent e = new AsyncEvent();
        createTask(w("A", e));
        createTask(w("B", e));
        createTask(w("C", e));
        await(sleep(0));
        e.set();
        e.clear();
        Task<Void> d = createTask(w("D (after clear)", e));
        await(sleep(0));
        await(sleep(0));
        log("D done", d.isDone());
        e.set();
        long i0 = it();
        await(e.waitUntilSet());
        log("iterations", it() - i0);
        await(d);
        return Coroutine.done();
      }
    }.prints(
        """
        3 A True is_set False
        3 B True is_set False
        3 C True is_set False
        4 D done False
        4 iterations 0
        5 D (after clear) True is_set True
        """);
  }

  /** A woken waiter goes on when it has the lock again, also one that was cancelled. */
  @Test
  @Shows({R67})
  void c55AConditionsWaiterGoesOnHoldingTheLock() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> w(String n, AsyncCondition c) {
        await(c.acquire());
        try {
          log(n, "waits");
          await(c.waitOn());
          log(n, "woken, locked", c.locked());
        } catch (CancelledError e) {
          log(n, "cancelled, locked", c.locked());
          throw e;
        } finally {
          c.release();
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncCondition c = new AsyncCondition();
        try {
          c.signal();
        } catch (IllegalStateException e) {
          log("RuntimeError", e);
        }
        List<Task<Void>> ts = Stream.of("A", "B", "C", "D").map(n -> createTask(w(n, c))).toList();
        await(sleep(1));
        await(c.acquire());
        try {
          c.signal(2);
          ts.get(2).cancel();
          log("notified 2, C cancelled");
          await(sleep(1));
          log("still holding the lock, nobody ran");
        } finally {
          c.release();
        }
        await(sleep(1));
        await(c.acquire());
        c.signalAll();
        c.release();
        await(waitAll(ts));
        return Coroutine.done();
      }
    }.prints(
        """
        1 RuntimeError cannot notify on un-acquired lock
        2 A waits
        2 B waits
        2 C waits
        2 D waits
        4@1 notified 2, C cancelled
        7@2 still holding the lock, nobody ran
        8@2 A woken, locked True
        9@2 B woken, locked True
        10@2 C cancelled, locked True
        11@2 D woken, locked True
        """);
  }

  /** The one waiter that was signalled is cancelled before it ran: the next one gets it. */
  @Test
  @Shows({R67})
  void c56ACancelledWaiterHandsTheSignalOn() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> w(String n, AsyncCondition c) {
        await(c.acquire());
        try {
          await(c.waitOn());
          log(n, "woken");
        } finally {
          c.release();
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncCondition c = new AsyncCondition();
        Task<Void> a = createTask(w("A", c));
        Task<Void> b = createTask(w("B", c));
        await(sleep(0));
        await(sleep(0));
        await(c.acquire());
        c.signal(1);
        a.cancel();
        c.release();
        WaitResult<Void> waited = await(waitAll(List.of(a, b), seconds(5)));
        log("a cancelled", a.isCancelled(), "b done", b.isDone());
        waited.pending().forEach(task -> task.cancel());
        return Coroutine.done();
      }
    }.prints(
        """
        5 B woken
        7 a cancelled True b done True
        """);
  }

  /** The last arrival releases all; each has its own index; abort() breaks it. */
  @Test
  @Shows({R67})
  void c61ABarrierReleasesAllWithTheLastArrival() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> w(String n, AsyncBarrier b, double d) {
        await(sleep(d));
        try {
          log(n, "arrives");
          int i = await(b.arrive());
          log(n, "passed index", i);
        } catch (BrokenBarrierException e) {
          log(n, "BrokenBarrierError");
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncBarrier b = new AsyncBarrier(3);
        await(
            waitAll(
                List.of(
                    createTask(w("A", b, 2)), createTask(w("B", b, 1)), createTask(w("C", b, 3)))));
        List<Task<Void>> ts = List.of(createTask(w("X", b, 1)), createTask(w("Y", b, 1)));
        await(sleep(2));
        log("waiting", b.waiting());
        await(b.abort());
        await(waitAll(ts));
        log("broken", b.isBroken());
        return Coroutine.done();
      }
    }.prints(
        """
        4@1 B arrives
        6@2 A arrives
        8@3 C arrives
        8@3 C passed index 2
        9@3 B passed index 0
        9@3 A passed index 1
        14@4 X arrives
        14@4 Y arrives
        16@5 waiting 2
        17@5 X BrokenBarrierError
        17@5 Y BrokenBarrierError
        19@5 broken True
        """);
  }
}
