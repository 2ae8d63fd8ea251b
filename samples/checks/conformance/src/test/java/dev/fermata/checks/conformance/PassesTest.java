package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Handle;
import dev.fermata.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What one pass of a loop runs, and what it leaves for the next. */
class PassesTest {
  /** Timers run by deadline; those that are due come behind what is ready already. */
  @Test
  @Shows({R1, R3, R12})
  void c05DueTimersRunBehindWhatIsReady() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> s(String n, double d) {
        await(sleep(d));
        log(n);
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        loop().callLater(seconds(0), () -> log("later0"));
        loop().callSoon(() -> log("soon1"));
        loop().callAt(nanos(-1), () -> log("past deadline"));
        loop().callSoon(() -> log("soon2"));
        await(sleep(0));
        log("main");
        List<Task<Void>> ts = new ArrayList<>();
        ts.add(createTask(s("3s", 3)));
        ts.add(createTask(s("1s", 1)));
        ts.add(createTask(s("2s", 2)));
        ts.add(createTask(s("1s again", 1)));
        await(waitAll(ts));
        return Coroutine.done();
      }
    }.prints(
        """
        2 soon1
        2 soon2
        2 main
        2 past deadline
        2 later0
        5@1 1s
        5@1 1s again
        8@2 2s
        11@3 3s
        """);
  }

  /** A pass runs only what was queued when it began; a handle cancelled before is skipped. */
  @Test
  @Shows({R2, R3})
  void c06APassRunsWhatWasQueuedWhenItBegan() throws Exception {
    new Trace() {
      private Handle hb;

      void a() {
        log("a");
        loop().callSoon(() -> log("a-child"));
        hb.cancel();
      }

      @Override
      @Async
      Coroutine<?> main() {
        loop().callSoon(this::a);
        hb = loop().callSoon(() -> log("b must not run"));
        loop().callSoon(() -> log("c"));
        Handle ht = loop().callLater(seconds(1), () -> log("timer must not run"));
        ht.cancel();
        log("cancelled flags", hb.isCancelled(), ht.isCancelled());
        await(sleep(2));
        log("cancelled flags", hb.isCancelled(), ht.isCancelled());
        return Coroutine.done();
      }
    }.prints(
        """
        1 cancelled flags False True
        2 a
        2 c
        3 a-child
        5@2 cancelled flags True True
        """);
  }

  /**
   * Timers with one deadline. asyncio's heap compares the deadlines only and gives 0 2 5 1 3 4,
   * which it leaves unspecified; here they run in the order in which they were made.
   */
  @Test
  @Shows({R4})
  void c07EqualTimersRunInTheOrderOfTheirCreation() throws Exception {
    new Trace() {
      @Override
      @Async
      Coroutine<?> main() {
        for (int i = 0; i < 6; i++) {
          int n = i;
          loop().callAt(nanos(5), () -> log("tie", n));
        }
        await(sleep(6));
        return Coroutine.done();
      }
    }.prints(
        """
        2@5 tie 0
        2@5 tie 1
        2@5 tie 2
        2@5 tie 3
        2@5 tie 4
        2@5 tie 5
        """);
  }

  /** An error of a callback goes to the loop's handler, a cancellation too; the loop goes on. */
  @Test
  @Shows({R5})
  void c10ErrorsOfCallbacksGoToTheHandler() throws Exception {
    new Trace() {
      void boom(Error e) {
        throw e;
      }

      void boom(RuntimeException e) {
        throw e;
      }

      @Override
      @Async
      Coroutine<?> main() {
        loop().callSoon(() -> boom(new IllegalArgumentException("v")));
        loop().callSoon(() -> boom(new CancelledError("c")));
        Future<Void> f = loop().createFuture();
        f.addDoneCallback(done -> boom(new NoSuchElementException("k")));
        f.addDoneCallback(done -> log("second callback still runs"));
        f.setResult(null);
        await(sleep(0));
        log("main alive", await(f));
        return Coroutine.done();
      }
    }.prints(
        """
        2 HANDLER Exception in callback -> ValueError('v')
        2 HANDLER Exception in callback -> CancelledError('c')
        2 HANDLER Exception in callback -> KeyError('k')
        2 second callback still runs
        2 main alive None
        """);
  }

  /** stop() lets the pass that is under way finish; what that queues stays queued. */
  @Test
  @Shows({R6})
  void c11AStoppedLoopFinishesItsPass() throws Exception {
    new Trace() {
      void first() {
        log("first");
        loop().stop();
        loop().callSoon(() -> log("queued after stop"));
      }

      @Async
      Coroutine<Void> never() {
        await(loop().createFuture());
        return Coroutine.done();
      }

      @Override
      void program() {
        loop().callSoon(this::first);
        loop().callSoon(() -> log("second"));
        loop().runForever();
        print("loop left, is_running", loop().isRunning());
        loop().callSoon(loop()::stop);
        loop().runForever();
        loop().stop();
        loop().callSoon(() -> log("one pass"));
        loop().runForever();
        loop().callSoon(loop()::stop);
        Task<Void> t = loop().createTask(never());
        try {
          loop().runUntilComplete(t);
        } catch (IllegalStateException e) {
          print("RuntimeError:", e);
        }
        t.cancel();
        try {
          loop().runUntilComplete(t);
        } catch (CancelledError e) {
          print("cancelled");
        }
        loop().close();
        loop().close();
        try {
          loop().callSoon(() -> {});
        } catch (IllegalStateException e) {
          print("RuntimeError:", e);
        }
      }
    }.prints(
        """
        1 first
        1 second
        loop left, is_running False
        2 queued after stop
        3 one pass
        RuntimeError: Event loop stopped before Future completed.
        cancelled
        RuntimeError: Event loop is closed
        """);
  }

  /** After main's last step one more whole pass runs, then what is left is cancelled. */
  @Test
  @Shows({R13, R60})
  void c12OnePassMoreRunsAfterMain() throws Exception {
    new Trace() {
      private Task<Void> t;

      @Async
      Coroutine<Void> bg(String n) {
        try {
          while (true) {
            log(n, "turn");
            await(sleep(0));
          }
        } catch (CancelledError e) {
          log(n, "cancelled");
          await(sleep(1));
          log(n, "cleanup done");
          throw e;
        }
      }

      @Override
      @Async
      Coroutine<String> main() {
        t = createTask(bg("bg"));
        await(sleep(0));
        loop().callSoon(() -> log("queued by main before return"));
        log("main returns");
        return Coroutine.of("R");
      }

      @Override
      void program() {
        print("run ->", run(main()));
        print("bg cancelled", t.isCancelled());
      }
    }.prints(
        """
        2 bg turn
        2 main returns
        3 bg turn
        3 queued by main before return
        4 bg cancelled
        6@1 bg cleanup done
        run -> R
        bg cancelled True
        """);
  }

  /**
   * A handler that throws does not break the loop: both errors are logged. What stands behind
   * "Exception in callback" names the callback and is left out.
   */
  @Test
  @Shows({R5})
  void c72AHandlerThatThrowsIsSurvived() throws Exception {
    Logger logger = Logger.getLogger("dev.fermata");
    Filter before = logger.getFilter();
    Trace program =
        new Trace() {
          @Override
          @Async
          Coroutine<?> main() {
            loop()
                .setExceptionHandler(
                    (where, context) -> {
                      throw new ArithmeticException();
                    });
            loop().callSoon(() -> List.of().get(0));
            await(sleep(0));
            log("alive");
            loop().setExceptionHandler(null);
            loop().callSoon(() -> List.of().get(1));
            await(sleep(0));
            log("alive");
            return Coroutine.done();
          }
        };
    logger.setFilter(
        record -> {
          String line = record.getMessage().lines().findFirst().orElse("");
          program.log("LOG", line.replaceFirst("(Exception in callback) .*", "$1"));
          return false;
        });
    try {
      program.prints(
          """
          2 LOG Unhandled error in exception handler
          2 alive
          3 LOG Exception in callback
          3 alive
          """);
    } finally {
      logger.setFilter(before);
    }
  }
}
