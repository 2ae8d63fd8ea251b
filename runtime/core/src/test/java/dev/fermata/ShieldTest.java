package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.shield;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code shield} (rule R43). */
class ShieldTest {
  private final Trace trace = new Trace();
  private final List<Task<Object>> tasks = new ArrayList<>();

  @Test
  @DisplayName("R43: cancelling the awaiter leaves the shielded task alone (c30)")
  void outerCancelled() {
    trace.run(
        s -> {
          tasks.add(createTask(inner()));
          tasks.add(createTask(outer(tasks.get(0))));
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(1).cancel();
          return s.await(trace.outcome("outer", tasks.get(1)));
        },
        s -> {
          trace.log("inner cancelling", tasks.get(0).cancelling());
          return s.await(trace.outcome("inner", tasks.get(0)));
        },
        s -> null);
    trace.assertLines(
        "5@1 outer cancelled",
        "6@1 outer raised CancelledError()",
        "6@1 inner cancelling 0",
        "8@5 inner finished",
        "9@5 inner -> v");
  }

  @Test
  @DisplayName("R43: when the shielded task is cancelled, so is who awaits the shield (c30)")
  void innerCancelled() {
    trace.run(
        s -> {
          tasks.add(createTask(inner()));
          tasks.add(createTask(outer(tasks.get(0))));
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(0).cancel();
          return s.await(trace.outcome("outer", tasks.get(1)));
        },
        s -> null);
    trace.assertLines(
        "5@1 inner cancelled", "7@1 outer cancelled", "8@1 outer raised CancelledError()");
  }

  @Test
  @DisplayName("R43: the shield of a done future is that future (c30)")
  void doneFuture() {
    Future<Integer> done = trace.loop.createFuture();
    done.setResult(1);
    assertSame(done, shield(done));
    trace.loop.close();
  }

  @Test
  @DisplayName("R43: a failure after the awaiter was cancelled is reported (c31)")
  void lateFailure() {
    trace.run(
        s -> {
          tasks.add(createTask(Script.of(o -> o.await(shield(failingLate())), o -> o.result())));
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(0).cancel();
          return s.await(trace.outcome("outer", tasks.get(0)));
        },
        s -> s.await(sleep(9)),
        s -> {
          trace.log("end");
          return null;
        });
    trace.assertLines(
        "7@1 outer raised CancelledError()",
        "9@5 HANDLER Task exception was never retrieved -> IllegalArgumentException(late)",
        "11@10 end");
  }

  @Test
  void aFailureWithinTheShieldReachesTheAwaiter() {
    trace.run(s -> s.await(trace.outcome("shield", shield(failingLate()))), s -> null);
    trace.assertLines("6@5 shield raised IllegalArgumentException(late)");
  }

  private Coroutine<String> failingLate() {
    return Script.of(
        s -> s.await(sleep(5)),
        s -> {
          throw new IllegalArgumentException("late");
        });
  }

  private Coroutine<Object> inner() {
    return Script.of(
        s -> s.tryAwait(sleep(5)),
        s -> {
          trace.log(s.error() == null ? "inner finished" : "inner cancelled");
          return s.error() == null ? "v" : s.rethrow();
        });
  }

  private Coroutine<Object> outer(Task<Object> inner) {
    return Script.of(
        s -> s.tryAwait(shield(inner)),
        s -> {
          if (s.error() != null) {
            trace.log("outer cancelled");
            return s.rethrow();
          }
          return s.result();
        });
  }
}
