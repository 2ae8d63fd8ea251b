package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Python.repr;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.VirtualEventLoop;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** How a run begins and ends. */
class RunTest {
  /** When main ends, the tasks that are left are cancelled and waited for together. */
  @Test
  @Shows({R60})
  void c62WhatIsLeftIsCancelledAndWaitedFor() throws Exception {
    new Trace() {
      private List<Task<String>> ts;

      @Async
      Coroutine<String> bg(String kind) {
        try {
          await(sleep(100));
        } catch (CancelledError e) {
          if (kind.equals("fails")) {
            throw new IllegalArgumentException("cleanup");
          }
          log(kind, "cancelled");
          if (kind.equals("swallows")) {
            await(sleep(3));
            log("swallower ends");
            return Coroutine.of("x");
          }
          throw e;
        }
        return Coroutine.of(null);
      }

      @Override
      @Async
      Coroutine<?> main() {
        ts = List.of(createTask(bg("fails")), createTask(bg("swallows")));
        await(sleep(1));
        throw new NoSuchElementException("main");
      }

      @Override
      void program() {
        run(main());
        print(repr(ts.stream().map(Future::isDone).toList()), ts.get(1).result());
      }
    }.prints(
        """
        5@1 run() raised KeyError('main')
        6@1 swallows cancelled
        9@4 swallower ends
        11@4 HANDLER unhandled exception during asyncio.run() shutdown -> ValueError('cleanup')
        [True, True] x
        """);
  }

  /**
   * Each misuse is an error of its own. That only coroutines can be run and gathered is the
   * compiler's business here: these two lines of the trace are left out.
   */
  @Test
  @Shows({R8, R13})
  void c64EachMisuseIsAnError() throws Exception {
    new Trace() {
      private Task<Void> box;

      @Async
      Coroutine<Void> noop() {
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> selfwait() {
        await(box);
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Coroutine<Void> c = noop();
        try {
          Fermata.run(c);
        } catch (IllegalStateException e) {
          log("RuntimeError", e);
        }
        await(c);
        try {
          await(c);
        } catch (IllegalStateException e) {
          log("RuntimeError", e);
        }
        VirtualEventLoop other = EventLoop.createVirtual();
        Future<Void> f = other.createFuture();
        try {
          await(f);
        } catch (IllegalStateException e) {
          boolean different = e.getMessage().contains("belongs to another event loop");
          log(different ? "RuntimeError ... attached to a different loop" : e);
        }
        other.close();
        box = createTask(selfwait());
        try {
          await(box);
        } catch (IllegalStateException e) {
          log(Python.message(e.getMessage().replaceFirst(":.*", "")));
        }
        return Coroutine.done();
      }

      @Override
      void program() {
        run(main());
        try {
          EventLoop.running();
        } catch (IllegalStateException e) {
          print("RuntimeError", e);
        }
      }
    }.prints(
        """
        1 RuntimeError asyncio.run() cannot be called from a running event loop
        1 RuntimeError cannot reuse already awaited coroutine
        2 RuntimeError ... attached to a different loop
        5 Task cannot await on itself
        RuntimeError no running event loop
        """);
  }

  /** An error that is fatal leaves the loop at once; what is left gets its shutdown. */
  @Test
  @Shows({R5})
  void c71AFatalErrorLeavesTheLoopAtOnce() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> bad() {
        throw new Python.SystemExit(3);
      }

      @Override
      @Async
      Coroutine<?> main() {
        createTask(bad());
        loop().callSoon(() -> log("behind it in the queue: runs in run()'s shutdown"));
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          log("main cancelled by shutdown");
          throw e;
        }
        return Coroutine.done();
      }
    }.prints(
        """
        2 run() raised SystemExit(3)
        3 behind it in the queue: runs in run()'s shutdown
        3 main cancelled by shutdown
        9 HANDLER Task exception was never retrieved -> SystemExit(3)
        """);
  }

  /**
   * A task that is started during the shutdown. asyncio abandons it without running its finally (it
   * starts, and that is all); here what is left is cancelled until nothing is.
   */
  @Test
  @Shows({R60})
  void c81TheShutdownGoesOnUntilNothingIsLeft() throws Exception {
    new Trace() {
      private Task<Void> t;

      @Async
      Coroutine<Void> late() {
        try {
          log("late started");
          await(sleep(1));
          log("late finished");
        } finally {
          log("late finally");
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> bg() {
        try {
          await(sleep(50));
        } catch (CancelledError e) {
          t = createTask(late());
          throw e;
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        createTask(bg());
        await(sleep(0));
        return Coroutine.done();
      }

      @Override
      void program() {
        run(main());
        print("late done", t.isDone());
      }
    }.prints(
        """
        5 late started
        7 late finally
        late done True
        """);
  }
}
