package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Python.repr;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import dev.fermata.TimeoutScope;
import org.junit.jupiter.api.Test;

/** Several things that end a scope with a time limit at once. */
class TimeoutRaceTest {
  /** Of nested ones the one that fired converts; of two with one deadline the outer one. */
  @Test
  @Shows({R46})
  void c41OfNestedTimeoutsTheOneThatFiredConverts() throws Exception {
    new Trace() {
      private TimeoutScope co;
      private TimeoutScope ci;

      @Async
      Coroutine<Void> inner(double i) {
        try {
          await(
              withTimeout(
                  seconds(i),
                  scope -> {
                    ci = scope;
                    return sleep(10);
                  }));
        } catch (TimeoutException | CancelledError e) {
          log(
              "between:",
              Python.name(e),
              "inner expired",
              ci.expired(),
              "outer expired",
              co.expired());
          throw e;
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> nest(double o, double i) {
        try {
          await(
              withTimeout(
                  seconds(o),
                  scope -> {
                    co = scope;
                    return inner(i);
                  }));
        } catch (TimeoutException e) {
          log(
              "outside: TimeoutError, outer expired",
              co.expired(),
              "cancelling",
              currentTask().cancelling());
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        log("inner first");
        await(nest(5, 1));
        log("outer first");
        await(nest(1, 5));
        log("same instant");
        await(nest(2, 2));
        return Coroutine.done();
      }
    }.prints(
        """
        1 inner first
        3@1 between: TimeoutError inner expired True outer expired False
        3@1 outside: TimeoutError, outer expired False cancelling 0
        3@1 outer first
        5@2 between: CancelledError inner expired False outer expired True
        5@2 outside: TimeoutError, outer expired True cancelling 0
        5@2 same instant
        7@4 between: CancelledError inner expired True outer expired True
        7@4 outside: TimeoutError, outer expired True cancelling 0
        """);
  }

  /** A deadline and a cancellation from outside in one pass: that wins, in either order. */
  @Test
  @Shows({R46})
  void c44ACancellationFromOutsideWins() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> job() {
        try {
          await(withTimeout(seconds(2), scope -> sleep(10)));
        } catch (TimeoutException e) {
          log("TimeoutError");
          throw e;
        } catch (CancelledError e) {
          log("CancelledError cancelling", currentTask().cancelling());
          throw e;
        }
        return Coroutine.done();
      }

      void cancelAtTheDeadline(Task<Void> t) {
        loop().callAt(loop().time() + nanos(2), () -> t.cancel("user"));
      }

      @Override
      @Async
      Coroutine<?> main() {
        for (String order : new String[] {"cancel first", "timeout first"}) {
          log(order);
          Task<Void> t = createTask(job());
          if (order.equals("cancel first")) {
            cancelAtTheDeadline(t);
            await(sleep(0));
          } else {
            await(sleep(0));
            cancelAtTheDeadline(t);
          }
          await(outcome("t", t));
          log("cancelled", t.isCancelled());
        }
        return Coroutine.done();
      }
    }.prints(
        """
        1 cancel first
        4@2 CancelledError cancelling 1
        5@2 t raised CancelledError('user')
        5@2 cancelled True
        5@2 timeout first
        8@4 CancelledError cancelling 1
        9@4 t raised CancelledError()
        9@4 cancelled True
        """);
  }

  /** A result that arrives at the very deadline is lost to the timeout, whichever came first. */
  @Test
  @Shows({R24, R49})
  void c79AResultAtTheVeryDeadlineIsLost() throws Exception {
    new Trace() {
      String text(Future<?> f) {
        return f.isCancelled()
            ? "<Future cancelled>"
            : "<Future finished result=" + repr(f.result()) + ">";
      }

      void setAt(long when, Future<String> f) {
        loop()
            .callAt(
                when,
                () -> {
                  if (!f.isCancelled()) {
                    f.setResult("v");
                  }
                });
      }

      @Async
      Coroutine<String> a() {
        await(withTimeout(seconds(2), scope -> sleep(2)));
        return Coroutine.of("slept");
      }

      Coroutine<String> b(Future<String> f) {
        return withTimeout(seconds(2), scope -> f.toCoroutine());
      }

      Coroutine<String> c(Future<String> g) {
        return withTimeout(
            seconds(3),
            cm -> {
              setAt(cm.when(), g);
              return g.toCoroutine();
            });
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(outcome("timeout(2)+sleep(2)", a()));
        Future<String> f = loop().createFuture();
        setAt(loop().time() + nanos(2), f);
        await(outcome("result set just before the timeout", b(f)));
        log("future", text(f));
        Future<String> g = loop().createFuture();
        await(outcome("timeout fires before the result", c(g)));
        log("future", text(g));
        return Coroutine.done();
      }
    }.prints(
        """
        3@2 timeout(2)+sleep(2) raised TimeoutError()
        5@4 result set just before the timeout raised TimeoutError()
        5@4 future <Future finished result='v'>
        7@7 timeout fires before the result raised TimeoutError()
        7@7 future <Future cancelled>
        """);
  }
}
