package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.WaitResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Waiting for several futures without owning them. */
class WaitTest {
  /**
   * wait() never throws the futures' errors, never cancels them, and gives the done and the
   * pending. That it refuses a coroutine is the compiler's business here: the last line of the
   * trace is left out.
   */
  @Test
  @Shows({R43})
  void c32AWaitGivesTheDoneAndThePendingAndTouchesNeither() throws Exception {
    new Trace() {
      @Async
      Coroutine<Integer> s(int d, RuntimeException e) {
        await(sleep(d));
        if (e != null) {
          throw e;
        }
        return Coroutine.of(d);
      }

      void show(String label, WaitResult<Integer> r, List<Task<Integer>> ts) {
        log(label, "done", places(r.done(), ts), "pending", places(r.pending(), ts));
      }

      List<Integer> places(List<Future<Integer>> some, List<Task<Integer>> ts) {
        return IntStream.range(0, ts.size()).filter(i -> some.contains(ts.get(i))).boxed().toList();
      }

      @Override
      @Async
      Coroutine<?> main() {
        List<Task<Integer>> ts = new ArrayList<>();
        ts.add(createTask(s(1, null)));
        ts.add(createTask(s(2, new IllegalArgumentException())));
        ts.add(createTask(s(3, null)));
        show("FIRST_COMPLETED", await(waitAny(ts)), ts);
        show("FIRST_EXCEPTION", await(waitFirstException(ts)), ts);
        show("ALL", await(waitAll(ts)), ts);
        ts.get(1).exception();
        ts = List.of(createTask(s(1, null)), createTask(s(5, null)));
        show("timeout 2", await(waitAll(ts, seconds(2))), ts);
        log("still pending, cancelling", ts.get(1).cancelling());
        Task<?> w = createTask(waitAll(ts));
        await(sleep(0));
        w.cancel();
        await(outcome("cancelled wait", w));
        log("children untouched", ts.get(1).cancelling());
        show("again", await(waitAll(ts)), ts);
        await(outcome("empty", async(() -> waitAll(List.of()))));
        return Coroutine.done();
      }
    }.prints(
        """
        6@1 FIRST_COMPLETED done [0] pending [1, 2]
        11@2 FIRST_EXCEPTION done [0, 1] pending [2]
        16@3 ALL done [0, 1, 2] pending []
        22@5 timeout 2 done [0] pending [1]
        22@5 still pending, cancelling 0
        25@5 cancelled wait raised CancelledError()
        25@5 children untouched 0
        30@8 again done [0, 1] pending []
        30@8 empty raised ValueError('Set of Tasks/Futures is empty.')
        """);
  }

  /** A cancelled future is no failure for a wait until the first one. */
  @Test
  @Shows({R43})
  void c33ACancelledFutureIsNoFailure() throws Exception {
    new Trace() {
      @Override
      @Async
      Coroutine<?> main() {
        Task<Void> a = createTask(sleep(10));
        Task<Void> b = createTask(sleep(3));
        await(sleep(0));
        a.cancel();
        WaitResult<Void> w = await(waitFirstException(List.of(a, b)));
        int d = w.done().size();
        int p = w.pending().size();
        log("done", d, "pending", p, "a cancelled", a.isCancelled());
        return Coroutine.done();
      }
    }.prints(
        """
        8@3 done 2 pending 0 a cancelled True
        """);
  }

  /** as_completed gives them as they end; its time limit leaves those that are late running. */
  @Test
  @Shows({R11})
  void c38AsCompletedGivesThemAsTheyEnd() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> s(String n, double d) {
        await(sleep(d));
        log(n, "done");
        return Coroutine.of(n);
      }

      @Async
      Coroutine<String> next(AsyncIterator<Future<String>> all) {
        await(all.advance());
        return all.current().toCoroutine();
      }

      AsyncIterator<Future<String>> all(Duration limit, List<Coroutine<String>> coros) {
        return asCompleted(coros, limit);
      }

      @Override
      @Async
      Coroutine<?> main() {
        var all = all(null, List.of(s("C", 3), s("A", 1), s("B", 2)));
        for (int i = 0; i < 3; i++) {
          log("next", await(next(all)));
        }
        all = all(seconds(4), List.of(s("D", 1), s("E", 9), s("F", 8)));
        for (int i = 0; i < 3; i++) {
          await(outcome("next", next(all)));
        }
        await(sleep(10));
        return Coroutine.done();
      }
    }.prints(
        """
        4@1 A done
        6@1 next A
        8@2 B done
        10@2 next B
        12@3 C done
        14@3 next C
        17@4 D done
        19@4 next -> 'D'
        21@7 next raised TimeoutError()
        21@7 next raised TimeoutError()
        23@11 F done
        25@12 E done
        """);
  }

  /** Iterating over tasks gives the tasks themselves. */
  @Test
  @Shows({R11})
  void c77AsCompletedGivesTheOriginalTasks() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> s(String n, double d) {
        await(sleep(d));
        return Coroutine.of(n);
      }

      @Override
      @Async
      Coroutine<?> main() {
        List<Task<String>> ts =
            List.of(createTask(s("C", 3)), createTask(s("A", 1)), createTask(s("B", 2)));
        AsyncIterator<Future<String>> all = asCompleted(ts);
        while (await(all.advance())) {
          log(all.current().result(), ts.contains(all.current()));
        }
        return Coroutine.done();
      }
    }.prints(
        """
        6@1 A True
        10@2 B True
        14@3 C True
        """);
  }

  /** shield(): the awaiter is cancelled and the inner task not; an inner cancellation shows. */
  @Test
  @Shows({R43})
  void c30AShieldKeepsACancellationFromTheInnerTask() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> inner() {
        try {
          await(sleep(5));
          log("inner finished");
          return Coroutine.of("v");
        } catch (dev.fermata.CancelledError e) {
          log("inner cancelled");
          throw e;
        }
      }

      @Async
      Coroutine<String> outer(Task<String> t) {
        try {
          return shield(t).toCoroutine();
        } catch (dev.fermata.CancelledError e) {
          log("outer cancelled");
          throw e;
        }
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<String> i = createTask(inner());
        Task<String> o = createTask(outer(i));
        await(sleep(1));
        o.cancel();
        await(outcome("outer", o));
        log("inner.cancelling", i.cancelling());
        await(outcome("inner", i));
        i = createTask(inner());
        o = createTask(outer(i));
        await(sleep(1));
        i.cancel();
        await(outcome("outer", o));
        Future<Integer> f = loop().createFuture();
        f.setResult(1);
        log("shield of done future is that future", shield(f) == f);
        return Coroutine.done();
      }
    }.prints(
        """
        5@1 outer cancelled
        6@1 outer raised CancelledError()
        6@1 inner.cancelling 0
        8@5 inner finished
        9@5 inner -> 'v'
        13@6 inner cancelled
        15@6 outer cancelled
        16@6 outer raised CancelledError()
        16@6 shield of done future is that future True
        """);
  }

  /** The shielded task fails when its awaiter is gone: the handler hears of it, at once. */
  @Test
  @Shows({R43})
  void c31AShieldedTaskThatFailsLateIsHeardOf() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> inner() {
        await(sleep(5));
        throw new IllegalArgumentException("late");
      }

      @Async
      Coroutine<Void> outer() {
        await(shield(inner()));
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<Void> o = createTask(outer());
        await(sleep(1));
        o.cancel();
        await(outcome("outer", o));
        await(sleep(9));
        log("end");
        return Coroutine.done();
      }
    }.prints(
        """
        7@1 outer raised CancelledError()
        9@5 HANDLER Task exception was never retrieved -> ValueError('late')
        11@10 end
        """);
  }
}
