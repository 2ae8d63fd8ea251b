package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Python.repr;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import org.junit.jupiter.api.Test;

/** What a task makes of its cancellations. */
class CancellationResponseTest {
  /** A task that swallows it goes on, may return or throw; the request stays counted. */
  @Test
  @Shows({R28})
  void c21ATaskMaySwallowIt() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> job(RuntimeException after) {
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          log("swallowed");
        }
        await(sleep(1));
        log("continued after swallow, cancelling", currentTask().cancelling());
        if (after != null) {
          throw after;
        }
        return Coroutine.of("v");
      }

      @Override
      @Async
      Coroutine<?> main() {
        RuntimeException[] afters = {null, new IllegalArgumentException("x")};
        for (RuntimeException a : afters) {
          Task<String> t = createTask(job(a));
          await(sleep(0));
          t.cancel();
          await(outcome("t", t));
          log(
              "cancelled",
              t.isCancelled(),
              "cancelling",
              t.cancelling(),
              "cancel again",
              t.cancel(),
              t.cancelling());
        }
        return Coroutine.done();
      }
    }.prints(
        """
        3 swallowed
        5@1 continued after swallow, cancelling 1
        6@1 t -> 'v'
        6@1 cancelled False cancelling 1 cancel again False 1
        8@1 swallowed
        10@2 continued after swallow, cancelling 1
        11@2 t raised ValueError('x')
        11@2 cancelled False cancelling 1 cancel again False 1
        """);
  }

  /** Two before the task runs are one error; one more during the cleanup interrupts that. */
  @Test
  @Shows({R26, R27})
  void c22TwoAtOnceAreOneAndALaterOneInterruptsTheCleanup() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> job() {
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          log("first", repr(e), currentTask().cancelling());
          try {
            await(sleep(10));
            log("cleanup finished");
          } catch (CancelledError e2) {
            log("cleanup interrupted", repr(e2), currentTask().cancelling());
          }
          throw e;
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<Void> t = createTask(job());
        await(sleep(0));
        log(t.cancel("m1"), t.cancel("m2"));
        await(sleep(0));
        await(sleep(0));
        log("cancel in cleanup", t.cancel("m3"));
        await(outcome("t", t));
        return Coroutine.done();
      }
    }.prints(
        """
        2 True True
        3 first CancelledError('m1') 2
        4 cancel in cleanup True
        5 cleanup interrupted CancelledError('m3') 3
        6 t raised CancelledError('m1')
        """);
  }

  /**
   * The message reaches the body and the awaiter. A task that has not started takes the last one.
   * asyncio loses it when the error is asked for a second time and prints {@code exception() ()};
   * here each time gives the same error.
   */
  @Test
  @Shows({R26, R33})
  void c23ItsMessageReachesEveryone() throws Exception {
    new Trace() {
      String args(CancelledError e) {
        return e.message() == null ? "()" : "('" + e.message() + "',)";
      }

      @Async
      Coroutine<Void> job() {
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          log("body", args(e));
          throw e;
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<Void> t = createTask(job());
        await(sleep(0));
        t.cancel("bye");
        await(outcome("awaiter", t));
        try {
          t.exception();
        } catch (CancelledError e) {
          log("exception()", args(e));
        }
        t = createTask(job());
        t.cancel("one");
        t.cancel("two");
        await(outcome("not started", t));
        t = createTask(job());
        await(sleep(0));
        t.cancel("one");
        t.cancel("two");
        await(outcome("waiting", t));
        return Coroutine.done();
      }
    }.prints(
        """
        3 body ('bye',)
        4 awaiter raised CancelledError('bye')
        4 exception() ('bye',)
        6 not started raised CancelledError('two')
        8 body ('one',)
        9 waiting raised CancelledError('one')
        """);
  }
}
