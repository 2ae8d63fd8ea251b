package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;

import org.junit.jupiter.api.Test;

/** In which pass, and in which order, a loop runs what is queued (rules R1 to R13). */
class LoopOrderTest {
  private final Trace trace = new Trace();

  @Test
  void tasksAndCallbacksStartInTheOrderOfTheirCreationInTheNextPass() {
    trace.run(
        s -> {
          createTask(logging("start A"));
          trace.loop.callSoon(() -> trace.log("soon"));
          createTask(logging("start B"));
          trace.log("main created both");
          return s.await(yieldNow());
        },
        s -> {
          trace.log("main back");
          return null;
        });
    trace.assertLines("1 main created both", "2 start A", "2 soon", "2 start B", "2 main back");
  }

  @Test
  void aCoroutineIsRunInsideItsAwaitWithoutAPass() {
    Coroutine<String> leaf =
        Script.of(
            s -> {
              trace.log("leaf");
              return "v";
            });
    trace.run(
        s -> {
          trace.loop.callSoon(() -> trace.log("soon"));
          return s.await(Script.of(inner -> inner.await(leaf), inner -> inner.result()));
        },
        s -> {
          trace.log("result", s.result());
          return s.await(yieldNow());
        },
        s -> null);
    trace.assertLines("1 leaf", "1 result v", "2 soon");
  }

  @Test
  void sleepsWakeOnePassAfterTheirTimerInTheOrderOfDeadlinesThenOfCreation() {
    trace.run(
        s -> {
          for (double seconds : new double[] {3, 1, 2, 1}) {
            createTask(slept(seconds));
          }
          return s.await(sleep(4));
        },
        s -> null);
    trace.assertLines("4@1 slept 1.0", "4@1 slept 1.0", "6@2 slept 2.0", "8@3 slept 3.0");
  }

  private Coroutine<Void> slept(double seconds) {
    return Script.of(
        s -> s.await(sleep(seconds)),
        s -> {
          trace.log("slept", seconds);
          return null;
        });
  }

  private Coroutine<Void> logging(String text) {
    return Script.of(
        s -> {
          trace.log(text);
          return null;
        });
  }
}
