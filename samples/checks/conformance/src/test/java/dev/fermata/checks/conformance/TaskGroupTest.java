package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Python.repr;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.ExceptionGroup;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Tasks that belong together. */
class TaskGroupTest {
  /** Its end waits for all children, also for those that children make. */
  @Test
  @Shows({R53, R58})
  void c45ItsEndWaitsForAllChildren() throws Exception {
    new Trace() {
      private TaskGroup group;
      private Task<String> a;
      private Task<String> b;

      @Async
      Coroutine<String> s(String n, double d, TaskGroup g) {
        log(n, "start");
        await(sleep(d));
        if (g != null) {
          g.createTask(s(n + "'", 1, null));
        }
        log(n, "end");
        return Coroutine.of(n);
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(
            TaskGroup.open(
                g -> {
                  group = g;
                  a = g.createTask(s("A", 2, g));
                  b = g.createTask(s("B", 1, null));
                  log("body end");
                  return Coroutine.done();
                }));
        log("exit", a.result(), b.result());
        Coroutine<String> c = s("C", 1, null);
        try {
          group.createTask(c);
        } catch (IllegalStateException e) {
          log("RuntimeError", e.getMessage().replaceFirst(".*]", ""));
        }
        c.close();
        await(TaskGroup.open(g -> Coroutine.done()));
        log("empty group: no suspension");
        return Coroutine.done();
      }
    }.prints(
        """
        1 body end
        2 A start
        2 B start
        4@1 B end
        7@2 A end
        8@2 A' start
        10@3 A' end
        12@3 exit A B
        12@3 RuntimeError  is finished
        12@3 empty group: no suspension
        """);
  }

  /** A child that ends cancelled, by whomever, is no error of the group. */
  @Test
  @Shows({R53})
  void c48ACancelledChildIsNoError() throws Exception {
    new Trace() {
      private Task<Void> a;

      @Async
      Coroutine<Void> s(String n, double d) {
        await(sleep(d));
        log(n, "end");
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> selfc() {
        throw new CancelledError();
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(
            TaskGroup.open(
                g -> {
                  a = g.createTask(s("A", 5));
                  g.createTask(s("B", 2));
                  g.createTask(selfc());
                  await(sleep(1));
                  a.cancel();
                  return Coroutine.done();
                }));
        log("no exception; a cancelled", a.isCancelled());
        return Coroutine.done();
      }
    }.prints(
        """
        9@2 B end
        11@2 no exception; a cancelled True
        """);
  }

  /** The parent is cancelled while the group waits; an error of a child comes first. */
  @Test
  @Shows({R57})
  void c49ACancelledParentCancelsTheChildrenAndWaits() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> slow(boolean err) {
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          log("child cancelled");
          await(sleep(1));
          if (err) {
            throw new NoSuchElementException("child");
          }
          throw e;
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<String> parent(boolean err) {
        try {
          await(
              TaskGroup.open(
                  g -> {
                    g.createTask(slow(err));
                    return Coroutine.done();
                  }));
        } catch (ExceptionGroup e) {
          log(repr(e), "cancelling", currentTask().cancelling());
          await(sleep(1));
          log("parent slept after the group");
          return Coroutine.of("ended normally");
        }
        return Coroutine.of(null);
      }

      @Override
      @Async
      Coroutine<?> main() {
        for (boolean err : new boolean[] {false, true}) {
          Task<String> t = createTask(parent(err));
          await(sleep(1));
          t.cancel();
          await(outcome("parent", t));
          log("cancelled", t.isCancelled(), "cancelling", t.cancelling());
        }
        return Coroutine.done();
      }
    }.prints(
        """
        7@1 child cancelled
        12@2 parent raised CancelledError()
        12@2 cancelled True cancelling 1
        18@3 child cancelled
        22@4 ExceptionGroup('unhandled errors in a TaskGroup', [KeyError('child')]) cancelling 1
        24@4 parent raised CancelledError()
        24@4 cancelled True cancelling 1
        """);
  }

  /**
   * A group that shuts down takes no new children. (A group here exists only inside its body: it
   * can be neither entered twice nor used before, and these two lines of the trace are left out.)
   */
  @Test
  @Shows({R58})
  void c78AGroupThatShutsDownTakesNoChildren() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> bad() {
        throw new IllegalArgumentException("b");
      }

      @Async
      Coroutine<Void> late(TaskGroup g) {
        try {
          await(sleep(10));
        } finally {
          Coroutine<Void> c = sleep(0);
          try {
            g.createTask(c);
          } catch (IllegalStateException e) {
            log("RuntimeError", e.getMessage().replaceFirst(".*]", ""));
          }
          c.close();
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        try {
          await(
              TaskGroup.open(
                  g -> {
                    g.createTask(late(g));
                    g.createTask(bad());
                    return Coroutine.done();
                  }));
        } catch (ExceptionGroup e) {
          log(e.exceptions().size(), "error");
        }
        return Coroutine.done();
      }
    }.prints(
        """
        4 RuntimeError  is shutting down
        6 1 error
        """);
  }
}
