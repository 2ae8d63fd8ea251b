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

/** What becomes of a group in which something fails. */
class TaskGroupFailureTest {
  /** A child fails: the others and the body are cancelled and waited for; one error of all. */
  @Test
  @Shows({R54, R55})
  void c46AFailingChildCancelsTheOthersAndTheBody() throws Exception {
    new Trace() {
      private Task<Void> s1;

      @Async
      Coroutine<Void> bad(String n, double d) {
        await(sleep(d));
        log(n, "raises");
        throw new IllegalArgumentException(n);
      }

      @Async
      Coroutine<Void> slow(String n, boolean cleanupError) {
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          log(n, "cancelled");
          await(sleep(2));
          log(n, "cleaned");
          if (cleanupError) {
            throw new NoSuchElementException(n);
          }
          throw e;
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> body(TaskGroup g) {
        s1 = g.createTask(slow("S1", true));
        g.createTask(bad("B1", 1));
        g.createTask(bad("B2", 1));
        try {
          await(sleep(5));
        } catch (CancelledError e) {
          log("body cancelled, cancelling", currentTask().cancelling());
          throw e;
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        try {
          await(TaskGroup.open(this::body));
        } catch (ExceptionGroup e) {
          log(repr(e));
        }
        log("cancelling", currentTask().cancelling(), "s1 cancelled", s1.isCancelled());
        await(sleep(1));
        log("parent usable");
        return Coroutine.done();
      }
    }.prints(
        """
        4@1 B1 raises
        4@1 B2 raises
        6@1 S1 cancelled
        6@1 body cancelled, cancelling 1
        8@3 S1 cleaned
        10@3 ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('B1'), ValueError('B2'), KeyError('S1')])
        10@3 cancelling 0 s1 cancelled False
        12@4 parent usable
        """);
  }

  /** The body fails: the children are cancelled, and its own error comes last. */
  @Test
  @Shows({R23, R56})
  void c47AFailingBodyCancelsTheChildrenAndComesLast() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> slow(boolean err) {
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          log("child cancelled");
          if (err) {
            throw new NoSuchElementException("child");
          }
          throw e;
        }
        return Coroutine.done();
      }

      Coroutine<Void> group(boolean err, boolean start) {
        return TaskGroup.open(
            g -> {
              g.createTask(slow(err));
              if (start) {
                await(sleep(0));
              }
              throw new IllegalArgumentException("body");
            });
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(outcome("started, cleanup fails", group(true, true)));
        await(outcome("started, cleanup ok", group(false, true)));
        await(outcome("child never started", group(true, false)));
        return Coroutine.done();
      }
    }.prints(
        """
        3 child cancelled
        5 started, cleanup fails raised ExceptionGroup('unhandled errors in a TaskGroup', [KeyError('child'), ValueError('body')])
        7 child cancelled
        9 started, cleanup ok raised ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('body')])
        12 child never started raised ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('body')])
        """);
  }

  /** The error of a group in a group is one error of the outer group. */
  @Test
  @Shows({R54})
  void c50AnInnerGroupsErrorIsOneOfTheOuters() throws Exception {
    new Trace() {
      private Task<Void> x;

      @Async
      Coroutine<Void> bad() {
        await(sleep(1));
        throw new IllegalArgumentException("leaf");
      }

      @Async
      Coroutine<Void> sub() {
        await(
            TaskGroup.open(
                g -> {
                  g.createTask(bad());
                  return Coroutine.done();
                }));
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        try {
          await(
              TaskGroup.open(
                  o -> {
                    o.createTask(sub());
                    x = o.createTask(sleep(10));
                    return Coroutine.done();
                  }));
        } catch (ExceptionGroup e) {
          log(repr(e));
          log("x cancelled", x.isCancelled());
        }
        return Coroutine.done();
      }
    }.prints(
        """
        11@1 ExceptionGroup('unhandled errors in a TaskGroup', [ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('leaf')])])
        11@1 x cancelled True
        """);
  }

  /** A child fails in the pass in which the parent is cancelled: both are told, in turn. */
  @Test
  @Shows({R57})
  void c76AFailureComesBeforeACancellationFromOutside() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> bad() {
        await(sleep(1));
        throw new IllegalArgumentException("child");
      }

      @Async
      Coroutine<String> parent() {
        try {
          await(
              TaskGroup.open(
                  g -> {
                    g.createTask(bad());
                    return sleep(10);
                  }));
        } catch (ExceptionGroup e) {
          log(repr(e), "cancelling", currentTask().cancelling());
        }
        await(sleep(1));
        log("parent went on");
        return Coroutine.of("ok");
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<String> t = createTask(parent());
        await(sleep(0));
        await(sleep(1));
        t.cancel("outside");
        await(outcome("parent", t));
        log("cancelled", t.isCancelled(), "cancelling", t.cancelling());
        return Coroutine.done();
      }
    }.prints(
        """
        7@1 ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('child')]) cancelling 1
        9@1 parent raised CancelledError()
        9@1 cancelled True cancelling 1
        """);
  }
}
