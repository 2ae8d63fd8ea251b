package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What becomes of a task that has itself to do with its cancellation. */
class SelfCancellationTest {
  /** The error comes where the task next suspends; one that returns first is cancelled anyway. */
  @Test
  @Shows({R25})
  void c24ATaskThatCancelsItselfIsCancelledWhereItNextSuspends() throws Exception {
    new Trace() {
      @Async
      Coroutine<Future<String>> doneFut() {
        Future<String> f = loop().createFuture();
        f.setResult("d");
        return Coroutine.of(f);
      }

      @Async
      Coroutine<Void> a() {
        currentTask().cancel();
        log("still running; await done future", await(await(doneFut())));
        try {
          await(sleep(0));
        } catch (CancelledError e) {
          log("raised at sleep(0)");
          throw e;
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<String> b() {
        currentTask().cancel();
        return Coroutine.of("lost");
      }

      @Async
      Coroutine<Void> c() {
        currentTask().cancel();
        Future<Void> f = loop().createFuture();
        try {
          await(f);
        } catch (CancelledError e) {
          log("raised at pending future, f.cancelled", f.isCancelled());
          throw e;
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> d() {
        currentTask().cancel();
        throw new IllegalArgumentException("wins");
      }

      @Override
      @Async
      Coroutine<?> main() {
        Map<String, Supplier<Coroutine<?>>> fns = new LinkedHashMap<>();
        fns.put("a", this::a);
        fns.put("b", this::b);
        fns.put("c", this::c);
        fns.put("d", this::d);
        for (Map.Entry<String, Supplier<Coroutine<?>>> fn : fns.entrySet()) {
          Task<?> t = createTask(fn.getValue().get());
          await(outcome(fn.getKey(), t));
          log("cancelled", t.isCancelled());
        }
        return Coroutine.done();
      }
    }.prints(
        """
        2 still running; await done future d
        3 raised at sleep(0)
        4 a raised CancelledError()
        4 cancelled True
        6 b raised CancelledError()
        6 cancelled True
        8 raised at pending future, f.cancelled True
        9 c raised CancelledError()
        9 cancelled True
        11 d raised ValueError('wins')
        11 cancelled False
        """);
  }

  /**
   * Throwing a CancelledError makes a task cancelled, throwing another error makes it failed. (An
   * error's context, the one that was being handled, is a thing of Python's: that last word of the
   * trace is left out.)
   */
  @Test
  @Shows({R29})
  void c25TheErrorThatLeavesTheBodyDecides() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> a() {
        throw new CancelledError("mine");
      }

      @Async
      Coroutine<Void> b() {
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          throw new IllegalArgumentException("instead");
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<Void> t = createTask(a());
        await(outcome("a", t));
        log("cancelled", t.isCancelled(), "cancelling", t.cancelling());
        t = createTask(b());
        await(sleep(0));
        t.cancel();
        await(outcome("b", t));
        log("cancelled", t.isCancelled());
        return Coroutine.done();
      }
    }.prints(
        """
        3 a raised CancelledError('mine')
        3 cancelled True cancelling 0
        6 b raised ValueError('instead')
        6 cancelled False
        """);
  }

  /** uncancel() lowers the count; at 0 it withdraws what was not delivered yet. */
  @Test
  @Shows({R30})
  void c26WithdrawingTheLastRequestWithdrawsTheError() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> job() {
        Task<?> t = currentTask();
        t.cancel();
        log("cancelling", t.cancelling(), "uncancel", t.uncancel(), t.uncancel());
        try {
          await(sleep(0));
          log("not cancelled");
        } catch (CancelledError e) {
          log("cancelled although the count is 0");
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(createTask(job()));
        return Coroutine.done();
      }
    }.prints(
        """
        2 cancelling 1 uncancel 0 0
        3 not cancelled
        """);
  }
}
