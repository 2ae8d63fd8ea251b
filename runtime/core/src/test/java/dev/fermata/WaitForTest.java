package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.waitFor;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code waitFor} (rules R50 to R52). */
class WaitForTest {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private final Trace trace = new Trace();

  @Test
  @DisplayName("R51: a timeout waits for the inner's end, whose own outcome can win (c34)")
  void innerEnds() {
    trace.run(
        s -> s.await(trace.outcome("in time", waitFor(inner(1, ""), TWO_SECONDS))),
        s -> s.await(trace.outcome("timeout", waitFor(inner(10, ""), TWO_SECONDS))),
        s -> s.await(trace.outcome("slow cleanup", waitFor(inner(10, "slow"), TWO_SECONDS))),
        s -> s.await(trace.outcome("inner returns", waitFor(inner(10, "value"), TWO_SECONDS))),
        s -> s.await(trace.outcome("inner raises", waitFor(inner(10, "error"), TWO_SECONDS))),
        s -> s.await(trace.outcome("null", waitFor(inner(3, ""), null))),
        s -> {
          trace.log("cancelling", currentTask().cancelling());
          return null;
        });
    trace.assertLines(
        "3@1 in time -> v",
        "5@3 inner cancelled",
        "5@3 timeout raised TimeoutException()",
        "7@5 inner cancelled",
        "9@10 slow cleanup over",
        "9@10 slow cleanup raised TimeoutException()",
        "11@12 inner cancelled",
        "11@12 inner returns -> rescued",
        "13@14 inner cancelled",
        "13@14 inner raises raised IllegalArgumentException(from cleanup)",
        "15@17 null -> v",
        "15@17 cancelling 0");
  }

  private Coroutine<Object> inner(double seconds, String mode) {
    return Script.of(
        s -> s.tryAwait(sleep(seconds)),
        s -> {
          if (s.error() == null) {
            return "v";
          }
          trace.log("inner cancelled");
          return s.await(cleanup(mode, s.error()));
        },
        s -> s.result());
  }

  private Coroutine<Object> cleanup(String mode, Throwable error) {
    return Script.of(
        s -> s.await(mode.equals("slow") ? sleep(5) : Coroutine.done()),
        s -> {
          if (mode.equals("value")) {
            return "rescued";
          }
          if (mode.equals("slow")) {
            trace.log("slow cleanup over");
          }
          throw mode.equals("error") ? new IllegalArgumentException("from cleanup") : error;
        });
  }

  @Test
  @DisplayName("R52: without any time only what is done counts, and a coroutine never begins (c35)")
  void zero() {
    Future<Integer> done = trace.loop.createFuture();
    done.setResult(1);
    Future<Integer> pending = trace.loop.createFuture();
    Duration negative = Duration.ofSeconds(-1);
    trace.run(
        s -> s.await(trace.outcome("done future", waitFor(done, Duration.ZERO))),
        s -> s.await(trace.outcome("coroutine", waitFor(neverRun(), Duration.ZERO))),
        s -> s.await(trace.outcome("negative", waitFor(neverRun(), negative))),
        s -> s.await(trace.outcome("pending future", waitFor(pending, Duration.ZERO))),
        s -> {
          trace.log("future cancelled", pending.isCancelled());
          return null;
        });
    trace.assertLines(
        "1 done future -> 1",
        "4 coroutine raised TimeoutException()",
        "7 negative raised TimeoutException()",
        "9 pending future raised TimeoutException()",
        "9 future cancelled true");
  }

  private Coroutine<Void> neverRun() {
    return Script.of(
        s -> {
          trace.log("BODY RAN");
          return null;
        });
  }

  @Test
  @DisplayName("R50: a cancellation that meets the result is not swallowed (c36)")
  void cancelMeetsResult() {
    Future<String> future = trace.loop.createFuture();
    List<Task<String>> tasks = new ArrayList<>();
    trace.run(
        s -> {
          tasks.add(createTask(waitFor(future, Duration.ofSeconds(10))));
          return s.await(yieldNow());
        },
        s -> {
          future.setResult("v");
          trace.log("cancel", tasks.get(0).cancel());
          return s.await(trace.outcome("t", tasks.get(0)));
        },
        s -> {
          trace.log(tasks.get(0).isCancelled(), "cancelling", tasks.get(0).cancelling());
          return null;
        });
    trace.assertLines("2 cancel true", "4 t raised CancelledError()", "4 true cancelling 1");
  }

  @Test
  @DisplayName("R50: a coroutine runs in the caller's own task and context, without a pass (c37)")
  void sameTask() {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    trace.run(
        s -> {
          Task<?> me = currentTask();
          Coroutine<Void> inner =
              Script.of(
                  i -> {
                    trace.log("same task", currentTask() == me);
                    variable.set("inner");
                    return null;
                  });
          return s.await(waitFor(inner, TWO_SECONDS));
        },
        s -> {
          trace.log("var", variable.get());
          return null;
        });
    trace.assertLines("1 same task true", "1 var inner");
  }

  @Test
  @DisplayName("R52: while the cancelled one ends, the waiting task can itself be cancelled")
  void cancelledWhileRefusing() {
    List<Task<?>> tasks = new ArrayList<>();
    trace.run(
        s -> {
          tasks.add(createTask(inner(10, "slow")));
          return s.await(yieldNow());
        },
        s -> {
          tasks.add(createTask(waitFor(tasks.get(0), Duration.ZERO)));
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(1).cancel();
          return s.await(trace.outcome("waiter", tasks.get(1)));
        },
        s -> s.await(trace.outcome("inner", tasks.get(0))),
        s -> null);
    trace.assertLines(
        "4 inner cancelled",
        "8@1 waiter raised CancelledError()",
        "10@5 slow cleanup over",
        "11@5 inner raised CancelledError()");
  }

  @Test
  void aLimitThatWasKeptHoldsNothingWhileItsTimerIsLeft() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    loop.callLater(TWO_SECONDS, () -> {});
    Reference<Task<Void>> task =
        new WeakReference<>(loop.createTask(waitFor(yieldNow(), Duration.ofHours(1))));
    loop.runCurrent();
    for (int i = 0; i < 10 && task.get() != null; i++) {
      System.gc();
    }
    assertNull(task.get());
    loop.close();
  }
}
