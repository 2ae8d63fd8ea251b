package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Python.repr;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.InvalidStateException;
import dev.fermata.Task;
import org.junit.jupiter.api.Test;

/** How a cancellation reaches a task, and what it finds there. */
class CancellationTest {
  /** cancel() before the first step: the body, with its finally, never runs. */
  @Test
  @Shows({R23})
  void c16ATaskCancelledBeforeItStartsRunsNothing() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> job() {
        log("BODY RAN");
        try {
          await(sleep(1));
        } finally {
          log("FINALLY RAN");
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<Void> t = createTask(job());
        log("cancel", t.cancel(), "cancelled", t.isCancelled(), "done", t.isDone());
        await(sleep(0));
        log("cancelled", t.isCancelled());
        await(outcome("await", t));
        return Coroutine.done();
      }
    }.prints(
        """
        1 cancel True cancelled False done False
        2 cancelled True
        2 await raised CancelledError()
        """);
  }

  /** cancel() while waiting: the future at once, the body one pass later, then the task. */
  @Test
  @Shows({R20, R21, R32})
  void c17TheAwaitedFutureIsCancelledAtOnceAndTheTaskWhenItEnds() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> job(Future<Void> f) {
        try {
          await(f);
        } catch (CancelledError e) {
          log("caught", repr(e));
          throw e;
        } finally {
          log("finally");
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<Void> f = loop().createFuture();
        Task<Void> t = createTask(job(f));
        t.addDoneCallback(done -> log("done cb, cancelled", done.isCancelled()));
        await(sleep(0));
        log(
            "cancel",
            t.cancel("m"),
            "f.cancelled",
            f.isCancelled(),
            "t.done",
            t.isDone(),
            "cancelling",
            t.cancelling());
        await(sleep(0));
        log("t.cancelled", t.isCancelled());
        await(sleep(0));
        return Coroutine.done();
      }
    }.prints(
        """
        2 cancel True f.cancelled True t.done False cancelling 1
        3 caught CancelledError('m')
        3 finally
        3 t.cancelled True
        4 done cb, cancelled True
        """);
  }

  /** It enters at the innermost await; awaits in the finally blocks work as usual. */
  @Test
  @Shows({R21})
  void c18ItUnwindsNestedCoroutinesFromTheInnermost() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> f3() {
        try {
          await(sleep(10));
        } finally {
          log("f3 finally");
          await(sleep(1));
          log("f3 slept in finally");
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> f2() {
        try {
          await(f3());
        } catch (CancelledError e) {
          log("f2 except");
          throw e;
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> f1() {
        try {
          await(f2());
        } finally {
          log("f1 finally");
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<Void> t = createTask(f1());
        await(sleep(0));
        t.cancel();
        await(outcome("await t", t));
        return Coroutine.done();
      }
    }.prints(
        """
        3 f3 finally
        5@1 f3 slept in finally
        5@1 f2 except
        5@1 f1 finally
        6@1 await t raised CancelledError()
        """);
  }

  /** Cancelling a task that awaits another cancels that one, and waits for what it makes of it. */
  @Test
  @Shows({R22})
  void c19ItGoesDownToTheAwaitedTask() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> inner(boolean swallow) {
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          log("inner caught");
          if (!swallow) {
            throw e;
          }
        }
        return Coroutine.of("inner value");
      }

      @Async
      Coroutine<String> outer(Task<String> t) {
        try {
          log("outer got", await(t));
          return Coroutine.of("outer ok");
        } catch (CancelledError e) {
          log("outer caught");
          throw e;
        }
      }

      @Override
      @Async
      Coroutine<?> main() {
        for (boolean sw : new boolean[] {false, true}) {
          Task<String> i = createTask(inner(sw));
          Task<String> o = createTask(outer(i));
          await(sleep(0));
          await(sleep(0));
          o.cancel();
          log("inner.cancelling", i.cancelling(), "outer.cancelling", o.cancelling());
          await(outcome("await outer", o));
          log(
              "inner cancelled",
              i.isCancelled(),
              "outer cancelled",
              o.isCancelled(),
              "outer.cancelling",
              o.cancelling());
        }
        return Coroutine.done();
      }
    }.prints(
        """
        3 inner.cancelling 1 outer.cancelling 1
        4 inner caught
        5 outer caught
        6 await outer raised CancelledError()
        6 inner cancelled True outer cancelled True outer.cancelling 1
        8 inner.cancelling 1 outer.cancelling 1
        9 inner caught
        10 outer got inner value
        11 await outer -> 'outer ok'
        11 inner cancelled False outer cancelled False outer.cancelling 1
        """);
  }

  /** A result and a cancellation in one pass, in both orders. */
  @Test
  @Shows({R24})
  void c20ItTakesThePlaceOfAResultNotYetDelivered() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> job(Future<String> f) {
        try {
          log("got", await(f));
        } catch (CancelledError e) {
          log("CancelledError; f.result()", f.isCancelled() ? "cancelled" : f.result());
          throw e;
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<String> f = loop().createFuture();
        Task<Void> t = createTask(job(f));
        await(sleep(0));
        f.setResult("R");
        log("cancel", t.cancel());
        await(outcome("t", t));
        f = loop().createFuture();
        t = createTask(job(f));
        await(sleep(0));
        log("cancel", t.cancel());
        try {
          f.setResult("R");
        } catch (InvalidStateException e) {
          log("InvalidStateError");
        }
        await(outcome("t", t));
        return Coroutine.done();
      }
    }.prints(
        """
        2 cancel True
        3 CancelledError; f.result() R
        4 t raised CancelledError()
        5 cancel True
        5 InvalidStateError
        6 CancelledError; f.result() cancelled
        7 t raised CancelledError()
        """);
  }
}
