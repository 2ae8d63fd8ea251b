package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several things awaited at once, and what becomes of the others when one fails. */
class GatherTest {
  /** Results in the order of the arguments; one given twice is awaited once; nothing is done. */
  @Test
  @Shows({R11, R41})
  void c27ItsResultsStandInTheOrderOfTheArguments() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> s(String n, double d) {
        await(sleep(d));
        log(n, "done");
        return Coroutine.of(n);
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<String> t = createTask(s("dup", 2));
        log(await(gather(s("slow", 3), t, s("fast", 1), t)));
        Future<List<String>> g = gather();
        log("empty done", g.isDone(), await(g));
        return Coroutine.done();
      }
    }.prints(
        """
        4@1 fast done
        7@2 dup done
        10@3 slow done
        12@3 ['slow', 'dup', 'fast', 'dup']
        12@3 empty done True []
        """);
  }

  /** It fails with the first error at once; the others run on, and their errors are not heard. */
  @Test
  @Shows({R40})
  void c28ItFailsWithTheFirstErrorAndLeavesTheOthersRunning() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> s(String n, double d, boolean fail) {
        await(sleep(d));
        log(n, fail ? "fails" : "done");
        if (fail) {
          throw new IllegalArgumentException(n);
        }
        return Coroutine.of(n);
      }

      @Override
      @Async
      Coroutine<?> main() {
        Future<List<String>> g = gather(s("A", 1, true), s("B", 2, true), s("C", 3, false));
        await(outcome("gather", g));
        log("cancel after failure", g.cancel());
        await(sleep(5));
        await(outcome("return_exceptions", gatherSettled(s("A", 1, true), s("B", 2, false))));
        return Coroutine.done();
      }
    }.prints(
        """
        4@1 A fails
        6@1 gather raised ValueError('A')
        6@1 cancel after failure False
        8@2 B fails
        11@3 C done
        17@7 A fails
        20@8 B done
        22@8 return_exceptions -> [ValueError('A'), 'B']
        """);
  }

  /**
   * Cancelling it cancels its children; it fails when the first of them has ended, or, where it
   * gathers errors too, when all have. It has failed then, and is not itself cancelled.
   */
  @Test
  @Shows({R41, R42})
  void c29CancellingItCancelsItsChildren() throws Exception {
    new Trace() {
      @Async
      Coroutine<String> s(String n, double d, double cleanup) {
        try {
          await(sleep(d));
          return Coroutine.of(n);
        } catch (CancelledError e) {
          await(sleep(cleanup));
          log(n, "cleaned up");
          throw e;
        }
      }

      @Override
      @Async
      Coroutine<?> main() {
        for (boolean re : new boolean[] {false, true}) {
          Future<?> g =
              re
                  ? gatherSettled(s("A", 10, 3), s("B", 10, 1))
                  : gather(s("A", 10, 3), s("B", 10, 1));
          await(sleep(1));
          log("cancel", g.cancel(), "done", g.isDone());
          await(outcome("gather re=" + Python.str(re), g));
          log("cancelled()", g.isCancelled());
          await(sleep(10));
        }
        Task<String> t = createTask(s("C", 10, 0));
        Future<List<String>> g = gather(t, s("D", 1, 0));
        await(sleep(0));
        t.cancel("c");
        await(outcome("child cancelled", g));
        log("gather.cancelled", g.isCancelled());
        t = createTask(s("E", 10, 0));
        await(sleep(0));
        t.cancel();
        log(await(gatherSettled(t, s("F", 1, 0))));
        return Coroutine.done();
      }
    }.prints(
        """
        4@1 cancel True done False
        7@2 B cleaned up
        9@2 gather re=False raised CancelledError()
        9@2 cancelled() False
        11@4 A cleaned up
        17@13 cancel True done False
        20@14 B cleaned up
        23@16 A cleaned up
        25@16 gather re=True raised CancelledError()
        25@16 cancelled() False
        30@26 C cleaned up
        32@26 child cancelled raised CancelledError('c')
        32@26 gather.cancelled False
        35@26 E cleaned up
        40@27 [CancelledError(''), 'F']
        """);
  }

  /** A task that awaits a gather is cancelled: it goes on when the first child has ended. */
  @Test
  @Shows({R41})
  void c80ACancelledTaskGoesOnBeforeItsSlowChildren() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> child(String n, double cleanup) {
        try {
          await(sleep(50));
        } catch (CancelledError e) {
          await(sleep(cleanup));
          log(n, "ended");
          throw e;
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<Void> parent() {
        try {
          await(gather(child("fast", 1), child("slow", 5)));
        } catch (CancelledError e) {
          log("parent resumed");
          throw e;
        }
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        Task<Void> t = createTask(parent());
        await(sleep(1));
        t.cancel();
        await(outcome("parent", t));
        await(sleep(10));
        return Coroutine.done();
      }
    }.prints(
        """
        8@2 fast ended
        10@2 parent resumed
        11@2 parent raised CancelledError()
        13@6 slow ended
        """);
  }
}
