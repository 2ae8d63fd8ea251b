package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import org.junit.jupiter.api.Test;

/** Awaiting one thing for a limited time. */
class WaitForTest {
  /** It cancels the inner one and waits for it; whose own outcome may win. */
  @Test
  @Shows({R50, R51})
  void c34ItWaitsForTheCleanupOfWhatItCancels() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> s(double d, String mode) {
        try {
          await(sleep(d));
          return Coroutine.of("v");
        } catch (CancelledError e) {
          log("inner cancelled");
          if (mode.equals("slow")) {
            await(sleep(5));
            log("slow cleanup over");
          }
          if (mode.equals("value")) {
            return Coroutine.of("rescued");
          }
          if (mode.equals("error")) {
            throw new IllegalArgumentException("from cleanup");
          }
          throw e;
        }
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(outcome("in time", waitFor(s(1, ""), seconds(2))));
        await(outcome("timeout", waitFor(s(10, ""), seconds(2))));
        await(outcome("slow cleanup", waitFor(s(10, "slow"), seconds(2))));
        await(outcome("inner returns", waitFor(s(10, "value"), seconds(2))));
        await(outcome("inner raises", waitFor(s(10, "error"), seconds(2))));
        await(outcome("None", waitFor(s(3, ""), null)));
        log("cancelling", currentTask().cancelling());
        return Coroutine.done();
      }
    }.prints(
        """
        3@1 in time -> 'v'
        5@3 inner cancelled
        5@3 timeout raised TimeoutError()
        7@5 inner cancelled
        9@10 slow cleanup over
        9@10 slow cleanup raised TimeoutError()
        11@12 inner cancelled
        11@12 inner returns -> 'rescued'
        13@14 inner cancelled
        13@14 inner raises raised ValueError('from cleanup')
        15@17 None -> 'v'
        15@17 cancelling 0
        """);
  }

  /** With no time at all what is done gives its result, and a coroutine does not even begin. */
  @Test
  @Shows({R52})
  void c35WithNoTimeACoroutineDoesNotEvenBegin() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> body() {
        log("BODY RAN");
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<Integer> f = loop().createFuture();
        f.setResult(1);
        await(outcome("done future", waitFor(f, seconds(0))));
        await(outcome("coroutine", waitFor(body(), seconds(0))));
        await(outcome("negative", waitFor(body(), seconds(-1))));
        Future<Integer> p = loop().createFuture();
        await(outcome("pending future", waitFor(p, seconds(0))));
        log("future cancelled", p.isCancelled());
        return Coroutine.done();
      }
    }.prints(
        """
        1 done future -> 1
        4 coroutine raised TimeoutError()
        7 negative raised TimeoutError()
        9 pending future raised TimeoutError()
        9 future cancelled True
        """);
  }

  /** The task is cancelled in the pass in which the inner one ended: it is cancelled. */
  @Test
  @Shows({R24, R50})
  void c36ACancellationWinsAgainstAResultInTheSamePass() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> waiter(Future<String> f) {
        String r = await(waitFor(f, seconds(10)));
        log("wait_for returned", r);
        return Coroutine.of(r);
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<String> f = loop().createFuture();
        Task<String> t = createTask(waiter(f));
        await(sleep(0));
        f.setResult("v");
        log("cancel", t.cancel());
        await(outcome("t", t));
        log("cancelled", t.isCancelled(), "cancelling", t.cancelling());
        return Coroutine.done();
      }
    }.prints(
        """
        2 cancel True
        4 t raised CancelledError()
        4 cancelled True cancelling 1
        """);
  }

  /** A coroutine runs in the caller's own task, with its context variables. */
  @Test
  @Shows({R50})
  void c37ItRunsInTheTaskOfItsCaller() throws Exception {
    ContextVar<String> v = new ContextVar<>("v", "unset");
    new Trace() {
      @Async
      Coroutine<Void> inner(Task<?> me) {
        log("same task", currentTask() == me);
        v.set("inner");
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        long i0 = it();
        await(waitFor(inner(currentTask()), seconds(5)));
        log("var", v.get(), "iterations used", it() - i0);
        return Coroutine.done();
      }
    }.prints(
        """
        1 same task True
        1 var inner iterations used 0
        """);
  }
}
