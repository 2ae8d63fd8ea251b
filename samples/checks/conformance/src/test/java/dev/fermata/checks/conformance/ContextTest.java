package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What code finds around it: context variables, the running task, all tasks. */
class ContextTest {
  /** A task copies the context when it is made, a callback keeps it, a coroutine shares it. */
  @Test
  @Shows({R8, R10})
  void c67TasksCopyTheContextAndCoroutinesShareIt() throws Exception {
    ContextVar<Integer> v = new ContextVar<>("v", 0);
    new Trace() {
      @Async
      Coroutine<Void> setter(int x) {
        v.set(x);
        await(sleep(0));
        log("setter sees", v.get());
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        v.set(1);
        loop().callSoon(() -> log("callback sees", v.get()));
        Future<Void> f = loop().createFuture();
        f.addDoneCallback(done -> log("done callback sees", v.get()));
        Task<Void> t = createTask(setter(2));
        v.set(3);
        Task<Void> t2 = createTask(setter(4));
        f.setResult(null);
        await(t);
        await(t2);
        log("after tasks", v.get());
        await(setter(5));
        log("after awaited coroutine", v.get());
        return Coroutine.done();
      }
    }.prints(
        """
        2 callback sees 1
        2 done callback sees 1
        3 setter sees 2
        3 setter sees 4
        4 after tasks 3
        5 setter sees 5
        5 after awaited coroutine 5
        """);
  }

  /** No task runs in a callback; a task that has ended is none of the tasks. */
  @Test
  @Shows({R7, R32})
  void c69NoTaskRunsInACallback() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> child() {
        await(sleep(1));
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<Void> a = createTask(child(), "a");
        Task<Void> b = createTask(child());
        b.setName("b");
        loop().callSoon(() -> log("in callback", currentTask()));
        a.addDoneCallback(t -> log("done cb current", currentTask(), "all", allTasks().size()));
        log(
            allTasks().stream()
                .filter(t -> t != currentTask())
                .map(Task::getName)
                .sorted()
                .toList());
        await(a);
        await(b);
        await(sleep(0));
        log("left", allTasks().size());
        return Coroutine.done();
      }
    }.prints(
        """
        1 ['a', 'b']
        2 in callback None
        5@1 done cb current None all 1
        6@1 left 1
        """);
  }

  /** A task that starts at once runs its first step in the call, and may be done on return. */
  @Test
  @Shows({R14})
  void c68AnEagerTaskRunsItsFirstStepInTheCallThatMakesIt() throws Exception {
    new Trace() {
      private Task<?> me;

      @Async
      Coroutine<String> quick(String n) {
        log(n, "runs in its own task", currentTask() != me);
        return Coroutine.of(n);
      }

      @Async
      Coroutine<String> slow(String n) {
        log(n, "start");
        await(sleep(0));
        log(n, "end");
        return Coroutine.of(n);
      }

      @Async
      Coroutine<Void> bad() {
        throw new IllegalArgumentException("x");
      }

      @Override
      @Async
      Coroutine<?> main() {
        loop().setEagerTasks(true);
        me = currentTask();
        loop().callSoon(() -> log("soon"));
        Task<String> q = createTask(quick("Q"), "Q");
        log("q.done", q.isDone(), "current restored", currentTask() == me);
        Task<String> s = createTask(slow("S"));
        log("s.done", s.isDone());
        Task<Void> b = createTask(bad());
        log("b", Python.repr(b.exception()));
        Future<List<String>> g = gather(quick("G1"), quick("G2"));
        log("gather of eager done", g.isDone());
        await(g);
        await(s);
        await(
            TaskGroup.open(
                tg -> {
                  tg.createTask(quick("T"), "T");
                  log("in group");
                  return Coroutine.done();
                }));
        log("end");
        return Coroutine.done();
      }
    }.prints(
        """
        1 Q runs in its own task True
        1 q.done True current restored True
        1 S start
        1 s.done False
        1 b ValueError('x')
        1 G1 runs in its own task True
        1 G2 runs in its own task True
        1 gather of eager done True
        2 soon
        2 S end
        3 T runs in its own task True
        3 in group
        3 end
        """);
  }
}
