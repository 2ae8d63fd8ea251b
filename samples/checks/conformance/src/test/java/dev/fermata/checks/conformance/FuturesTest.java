package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Python.repr;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a future goes through, and who hears of it. */
class FuturesTest {
  /** Callbacks of a future run by the loop, in the order of their registration. */
  @Test
  @Shows({R10})
  void c08CallbacksRunInTheOrderOfTheirRegistration() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> waiter(String n, Future<String> f) {
        log(n, "waits");
        log(n, "got", await(f));
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<String> f = loop().createFuture();
        Consumer<Future<String>> cb = fut -> log("cb twice");
        f.addDoneCallback(fut -> log("cb1", fut.result()));
        Task<Void> t = createTask(waiter("W", f));
        await(sleep(0));
        f.addDoneCallback(fut -> log("cb2"));
        f.addDoneCallback(cb);
        f.addDoneCallback(cb);
        Consumer<Future<String>> g = fut -> log("removed, must not run");
        f.addDoneCallback(g);
        f.addDoneCallback(g);
        log("removed", f.removeDoneCallback(g));
        f.setResult("r");
        log("set_result returned; nothing ran yet");
        f.addDoneCallback(fut -> log("late cb"));
        await(sleep(0));
        log("main");
        await(t);
        return Coroutine.done();
      }
    }.prints(
        """
        2 W waits
        2 removed 2
        2 set_result returned; nothing ran yet
        3 cb1 r
        3 W got r
        3 cb2
        3 cb twice
        3 cb twice
        3 late cb
        3 main
        """);
  }

  /** Each move that a future's state forbids is an error. */
  @Test
  @Shows({R24, R33})
  void c13EachForbiddenMoveOfAFutureIsAnError() throws Exception {
    new Trace() {
      void att(String label, Callable<?> fn) {
        try {
          log(label, "->", repr(fn.call()));
        } catch (Throwable e) {
          log(label, "raised", Python.name(e));
        }
      }

      void att(String label, Runnable fn) {
        att(
            label,
            () -> {
              fn.run();
              return null;
            });
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<Integer> f = loop().createFuture();
        att("pending.result", (Callable<?>) f::result);
        att("pending.exception", (Callable<?>) f::exception);
        att("cancelled", (Callable<?>) f::isCancelled);
        att("done", (Callable<?>) f::isDone);
        f.setResult(1);
        att("set twice", () -> f.setResult(2));
        att("set_exception after", () -> f.setException(new IOException()));
        att("cancel done", (Callable<?>) f::cancel);
        att("exception of ok", (Callable<?>) f::exception);
        Future<Integer> g = loop().createFuture();
        att("cancel", (Callable<?>) g::cancel);
        att("cancel again", (Callable<?>) g::cancel);
        att("cancelled.result", (Callable<?>) g::result);
        att("cancelled.exception", (Callable<?>) g::exception);
        att("set_result on cancelled", () -> g.setResult(1));
        att("done", (Callable<?>) g::isDone);
        Future<Integer> h = loop().createFuture();
        h.setException(new IllegalArgumentException());
        att("class instantiated", (Callable<?>) h::exception);
        Task<Void> t = createTask(sleep(0));
        att("task.set_result", () -> t.setResult(null));
        att("task.set_exception", () -> t.setException(new IOException()));
        await(t);
        return Coroutine.done();
      }
    }.prints(
        """
        1 pending.result raised InvalidStateError
        1 pending.exception raised InvalidStateError
        1 cancelled -> False
        1 done -> False
        1 set twice raised InvalidStateError
        1 set_exception after raised InvalidStateError
        1 cancel done -> False
        1 exception of ok -> None
        1 cancel -> True
        1 cancel again -> False
        1 cancelled.result raised CancelledError
        1 cancelled.exception raised CancelledError
        1 set_result on cancelled raised InvalidStateError
        1 done -> True
        1 class instantiated -> ValueError()
        1 task.set_result raised RuntimeError
        1 task.set_exception raised RuntimeError
        """);
  }

  /** Cancelling a future wakes every awaiting task with the error; each becomes cancelled. */
  @Test
  @Shows({R31})
  void c14ACancelledFutureCancelsItsAwaiters() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> w(String n, Future<Void> f) {
        try {
          await(f);
        } catch (CancelledError e) {
          log(n, "got", repr(e), "cancelling", currentTask().cancelling());
          throw e;
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<Void> f = loop().createFuture();
        List<Task<Void>> ts = List.of(createTask(w("A", f)), createTask(w("B", f)));
        await(sleep(0));
        log("f.cancel", f.cancel("why"), f.isCancelled());
        log("tasks done?", ts.stream().map(Future::isDone).toList());
        await(sleep(0));
        log("tasks cancelled?", ts.stream().map(Future::isCancelled).toList());
        return Coroutine.done();
      }
    }.prints(
        """
        2 f.cancel True True
        2 tasks done? [False, False]
        3 A got CancelledError('why') cancelling 0
        3 B got CancelledError('why') cancelling 0
        3 tasks cancelled? [True, True]
        """);
  }

  /**
   * Failed tasks whose errors nobody reads. asyncio reports them when they are collected: "dropped"
   * in pass 2, "kept, unread" when its last reference goes. Here both are reported once the loop
   * has nothing else to do, whoever holds them. (So the program waits, where asyncio's drops them.)
   */
  @Test
  @Shows({R29})
  void c15AFailureThatNobodyReadsIsReportedSoon() throws Exception {
    new Trace() {
      private Task<Void> kept;

      @Async
      Coroutine<Void> bad(String n) {
        throw new IllegalArgumentException(n);
      }

      @Override
      @Async
      Coroutine<?> main() {
        createTask(bad("dropped"));
        Task<Void> t1 = createTask(bad("exception() read"));
        kept = createTask(bad("kept, unread"));
        Task<Void> t3 = createTask(bad("cancel() called after"));
        await(sleep(0));
        await(sleep(0));
        log("nothing reported for live tasks");
        t1.exception();
        t3.cancel();
        log("read ones are silent");
        await(sleep(1));
        log("end");
        return Coroutine.done();
      }
    }.prints(
        """
        3 nothing reported for live tasks
        3 read ones are silent
        3 HANDLER Task exception was never retrieved -> ValueError('dropped')
        3 HANDLER Task exception was never retrieved -> ValueError('kept, unread')
        5@1 end
        """);
  }

  /**
   * A task that nobody holds, on a future that only it knows. asyncio holds tasks weakly, so that
   * it is destroyed unfinished; here the loop holds it, and cancels it when the run ends.
   */
  @Test
  @Shows({R60})
  void c70ATaskThatNobodyHoldsIsNotLost() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> lost() {
        await(loop().createFuture());
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        createTask(lost());
        await(sleep(0));
        log("tasks", allTasks().size());
        System.gc();
        log("tasks after gc", allTasks().size());
        return Coroutine.done();
      }
    }.prints(
        """
        2 tasks 2
        2 tasks after gc 2
        """);
  }
}
