package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.AsyncIterator;
import dev.fermata.Awaitable;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which pass a task takes its steps: when it starts, awaits, and goes on. */
class StepsTest {
  /** create_task only queues the first step; it shares one queue with call_soon. */
  @Test
  @Shows({R2, R7, R12})
  void c01TasksStartInTheOrderOfTheirCreationAmongTheCallbacks() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> job(String n) {
        log("start", n);
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        createTask(job("A"));
        loop().callSoon(() -> log("soon"));
        createTask(job("B"));
        log("main created both, none started");
        await(sleep(0));
        log("main back");
        return Coroutine.done();
      }
    }.prints(
        """
        1 main created both, none started
        2 start A
        2 soon
        2 start B
        2 main back
        """);
  }

  /** Awaiting a coroutine is a plain call: it runs inline, no pass of the loop goes by. */
  @Test
  @Shows({R8})
  void c02AnAwaitedCoroutineRunsInsideItsAwait() throws Exception {
    new Trace() {
      @Async
      Coroutine<Integer> leaf() {
        log("leaf");
        return Coroutine.of(7);
      }

      @Async
      Coroutine<Integer> mid() {
        return Coroutine.of(await(leaf()) + 1);
      }

      @Override
      @Async
      Coroutine<?> main() {
        loop().callSoon(() -> log("soon"));
        log("before");
        log("got", await(mid()));
        log("cur task same", currentTask().getName().startsWith("Task-"));
        await(sleep(0));
        log("after sleep(0)");
        return Coroutine.done();
      }
    }.prints(
        """
        1 before
        1 leaf
        1 got 8
        1 cur task same True
        2 soon
        2 after sleep(0)
        """);
  }

  /** Awaiting a done future or a finished task does not suspend, however often. */
  @Test
  @Shows({R9})
  void c03AwaitingWhatIsDoneNeverSuspends() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> quick() {
        return Coroutine.of("q");
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<Integer> f = loop().createFuture();
        f.setResult(1);
        Task<String> t = createTask(quick());
        await(sleep(0));
        loop().callSoon(() -> log("soon"));
        for (int i = 0; i < 3; i++) {
          log("fut", await(f), "task", await(t));
        }
        Future<Void> bad = loop().createFuture();
        bad.setException(new IllegalArgumentException("x"));
        for (int i = 0; i < 2; i++) {
          try {
            await(bad);
          } catch (IllegalArgumentException e) {
            log("raised", Python.repr(e), e == bad.exception() ? "same object" : "other");
          }
        }
        await(sleep(0));
        return Coroutine.done();
      }
    }.prints(
        """
        2 fut 1 task q
        2 fut 1 task q
        2 fut 1 task q
        2 raised ValueError('x') same object
        2 raised ValueError('x') same object
        3 soon
        """);
  }

  /** A sleep of no or negative length gives up exactly one pass; tasks take turns. */
  @Test
  @Shows({R12})
  void c04SleepsOfNoLengthTakeOnePassEach() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> w(String n, double d) {
        for (int i = 0; i < 3; i++) {
          log(n, i);
          await(sleep(d));
        }
        log(n, "end");
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(gather(w("A", 0), w("B", -5), w("C", 0)));
        log("time", time());
        return Coroutine.done();
      }
    }.prints(
        """
        2 A 0
        2 B 0
        2 C 0
        3 A 1
        3 B 1
        3 C 1
        4 A 2
        4 B 2
        4 C 2
        5 A end
        5 B end
        5 C end
        7 time 0.0
        """);
  }

  /** How many passes after the child's last step does the parent go on? */
  @Test
  @Shows({R11, R50})
  void c09EachWayOfAwaitingTakesItsNumberOfPasses() throws Exception {
    new Trace() {
      private long end;

      @Async
      Coroutine<Integer> child() {
        await(sleep(0));
        end = it();
        return Coroutine.of(1);
      }

      @Async
      Coroutine<Void> via(String name, Awaitable<?> coro) {
        await(coro);
        log(name, "hops", it() - end);
        return Coroutine.done();
      }

      Coroutine<Void> tg() {
        return TaskGroup.open(
            g -> {
              g.createTask(child());
              return Coroutine.done();
            });
      }

      @Async
      Coroutine<Void> wt() {
        await(waitAll(List.of(createTask(child()))));
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> asc() {
        AsyncIterator<Future<Integer>> all = asCompleted(List.of(child()));
        while (await(all.advance())) {
          await(all.current());
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(via("await coroutine", child()));
        await(via("await task", createTask(child())));
        await(via("gather", gather(child())));
        await(via("shield", shield(child())));
        await(via("wait", wt()));
        await(via("TaskGroup", tg()));
        await(via("as_completed", asc()));
        await(via("wait_for(coro)", waitFor(child(), seconds(5))));
        await(via("wait_for(task)", waitFor(createTask(child()), seconds(5))));
        return Coroutine.done();
      }
    }.prints(
        """
        2 await coroutine hops 0
        5 await task hops 1
        9 gather hops 2
        13 shield hops 2
        17 wait hops 2
        21 TaskGroup hops 2
        25 as_completed hops 2
        26 wait_for(coro) hops 0
        29 wait_for(task) hops 1
        """);
  }

  /** A finished task's observers run in the order in which they came. */
  @Test
  @Shows({R10, R13})
  void c74CallbacksAndAwaitersOfATaskKeepTheirOrder() throws Exception {
    new Trace() {
      @Async
      Coroutine<Integer> child() {
        await(sleep(0));
        log("child ends");
        return Coroutine.of(1);
      }

      @Async
      Coroutine<Void> parent(Task<Integer> t) {
        log("parent got", await(t));
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<Integer> t = createTask(child());
        t.addDoneCallback(done -> log("cb1"));
        Task<Void> p = createTask(parent(t));
        await(sleep(0));
        t.addDoneCallback(done -> log("cb2"));
        await(p);
        return Coroutine.done();
      }
    }.prints(
        """
        3 child ends
        4 cb1
        4 parent got 1
        4 cb2
        """);
  }

  /** One task awaits 300 nested coroutines: it goes on at the innermost, in one step. */
  @Test
  @Shows({R8, R11})
  void c75ADeepChainGoesOnInOneStep() throws Exception {
    new Trace() {
      @Async
      Coroutine<Integer> down(int n, Future<Integer> f) {
        return Coroutine.of(n == 0 ? await(f) : await(down(n - 1, f)) + 1);
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<Integer> f = loop().createFuture();
        Task<Integer> t = createTask(down(300, f));
        await(sleep(0));
        f.setResult(0);
        long i0 = it();
        log(await(t), "hops", it() - i0);
        return Coroutine.done();
      }
    }.prints(
        """
        4 300 hops 2
        """);
  }
}
