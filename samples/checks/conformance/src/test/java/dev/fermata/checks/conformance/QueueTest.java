package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.sync.AsyncLifoQueue;
import dev.fermata.sync.AsyncPriorityQueue;
import dev.fermata.sync.AsyncQueue;
import dev.fermata.sync.QueueEmptyException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queues between tasks. */
class QueueTest {
  /** Getters and putters have their turns, but who asks before a woken one runs overtakes it. */
  @Test
  @Shows({R68})
  void c57AWokenGetterCanBeOvertakenAndWaitsAgainAtTheEnd() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> g(String n, AsyncQueue<Integer> q) {
        log(n, "got", await(q.get()));
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> p(AsyncQueue<Integer> q, int x) {
        await(q.put(x));
        log("put", x);
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncQueue<Integer> q = new AsyncQueue<>();
        List<Task<Void>> ab = List.of(createTask(g("A", q)), createTask(g("B", q)));
        await(sleep(0));
        q.putNowait(1);
        log("main barges", q.getNowait());
        await(sleep(0));
        q.putNowait(2);
        await(sleep(0));
        await(sleep(0));
        q.putNowait(3);
        await(waitAll(ab));
        q = new AsyncQueue<>(1);
        List<Task<Void>> ts = new ArrayList<>();
        for (int x : new int[] {10, 11, 12}) {
          ts.add(createTask(p(q, x)));
        }
        await(sleep(0));
        log("size", q.size(), "full", q.isFull());
        for (int i = 0; i < 3; i++) {
          log("get", await(q.get()));
        }
        await(waitAll(ts));
        try {
          q.getNowait();
        } catch (QueueEmptyException e) {
          log("QueueEmpty");
        }
        return Coroutine.done();
      }
    }.prints(
        """
        2 main barges 1
        4 B got 2
        6 A got 3
        9 put 10
        9 size 1 full True
        9 get 10
        10 put 11
        11 get 11
        12 put 12
        13 get 12
        15 QueueEmpty
        """);
  }

  /** A woken getter is cancelled before it runs: the item stays, and goes to the next one. */
  @Test
  @Shows({R68})
  void c58ACancelledGetterWakesTheNext() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> g(String n, AsyncQueue<String> q) {
        try {
          log(n, "got", await(q.get()));
        } catch (CancelledError e) {
          log(n, "cancelled");
          throw e;
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncQueue<String> q = new AsyncQueue<>();
        Task<Void> a = createTask(g("A", q));
        Task<Void> b = createTask(g("B", q));
        await(sleep(0));
        q.putNowait("item");
        a.cancel();
        await(waitAll(List.of(a, b)));
        log("left", q.size());
        return Coroutine.done();
      }
    }.prints(
        """
        3 A cancelled
        4 B got item
        6 left 0
        """);
  }

  /** join() waits until task_done() was called once per item; more often is an error. */
  @Test
  @Shows({R68})
  void c59JoinWaitsUntilEachItemIsDone() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> worker(AsyncQueue<Integer> q) {
        while (true) {
          log("work", await(q.get()));
          await(sleep(1));
          q.taskDone();
        }
      }

      @Override
      @Async
      Coroutine<?> main() {
        AsyncQueue<Integer> q = new AsyncPriorityQueue<>();
        for (int x : new int[] {3, 1, 2}) {
          q.putNowait(x);
        }
        Task<Void> t = createTask(worker(q));
        await(q.join());
        log("joined");
        long i0 = it();
        await(q.join());
        log("second join iterations", it() - i0);
        try {
          q.taskDone();
        } catch (IllegalArgumentException e) {
          log("ValueError", e);
        }
        t.cancel();
        AsyncQueue<Integer> l = new AsyncLifoQueue<>();
        List.of(1, 2, 3).forEach(l::putNowait);
        log("lifo", List.of(l.getNowait(), l.getNowait(), l.getNowait()));
        return Coroutine.done();
      }
    }.prints(
        """
        2 work 1
        4@1 work 2
        6@2 work 3
        9@3 joined
        9@3 second join iterations 0
        9@3 ValueError task_done() called too many times
        9@3 lifo [3, 2, 1]
        """);
  }

  /** shutdown() lets getters drain the queue; an immediate one drops the items. */
  @Test
  @Shows({R68})
  void c60AQueueThatIsShutDownIsDrainedOrDropped() throws Exception {
    new Trace() {
      @Override
      @Async
      Coroutine<?> main() {
        AsyncQueue<Integer> q = new AsyncQueue<>(1);
        q.putNowait(1);
        Task<Void> p = createTask(outcome("blocked put", q.put(2)));
        await(sleep(0));
        q.shutdown();
        await(p);
        await(outcome("put", q.put(3)));
        await(outcome("get", q.get()));
        await(outcome("get", q.get()));
        try {
          q.getNowait();
        } catch (Exception e) {
          log("get_nowait raised", Python.name(e));
        }
        q = new AsyncQueue<>();
        Task<Void> g = createTask(outcome("blocked get", q.get()));
        await(sleep(0));
        q.shutdown();
        await(g);
        q = new AsyncQueue<>();
        q.putNowait(1);
        Task<Void> j = createTask(outcome("join", q.join()));
        await(sleep(0));
        q.shutdown(true);
        log("size", q.size());
        await(j);
        await(outcome("get", q.get()));
        return Coroutine.done();
      }
    }.prints(
        """
        3 blocked put raised QueueShutDown()
        4 put raised QueueShutDown()
        4 get -> 1
        4 get raised QueueShutDown()
        4 get_nowait raised QueueShutDown
        6 blocked get raised QueueShutDown()
        8 size 0
        9 join -> None
        10 get raised QueueShutDown()
        """);
  }
}
