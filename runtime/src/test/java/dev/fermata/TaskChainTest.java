package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelling tasks that wait for tasks that wait for tasks (rule R22). */
@Timeout(60)
class TaskChainTest {
  private final Trace trace = new Trace();
  private final List<Task<Object>> tasks = new ArrayList<>();

  /** A new task that yields once and then waits for another. */
  private Task<Object> waitingFor(int other) {
    Task<Object> task =
        createTask(Script.of(s -> s.await(yieldNow()), s -> s.await(tasks.get(other)), s -> "x"));
    tasks.add(task);
    return task;
  }

  private List<Integer> requests() {
    return tasks.stream().map(Task::cancelling).toList();
  }

  @Test
  void aChainThatIsLongerThanTheStackIsDeepIsCancelledFromItsBeginning() {
    int length = 100_000;
    trace.run(
        s -> {
          tasks.add(createTask(Script.of(t -> t.await(trace.loop.createFuture()))));
          while (tasks.size() < length) {
            waitingFor(tasks.size() - 1);
          }
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          Task<Object> outermost = tasks.get(length - 1);
          outermost.cancel("enough");
          assertTrue(tasks.stream().allMatch(task -> task.cancelling() == 1));
          return s.tryAwait(outermost);
        },
        s -> {
          trace.log(s.error());
          return null;
        });
    assertEquals(1, trace.lines().size());
    assertTrue(trace.lines().get(0).endsWith(" CancelledError(enough)"), trace.lines().toString());
    assertTrue(tasks.stream().allMatch(Task::isCancelled));
  }

  @Test
  void inACircleOnlyTheTaskItselfGetsTheErrorAndThenWhoWaitsForIt() {
    trace.run(
        s -> {
          for (int i = 0; i < 3; i++) {
            waitingFor((i + 1) % 3);
          }
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          tasks.get(1).cancel("m");
          trace.log(requests());
          return s.await(trace.outcome("second", tasks.get(1)));
        },
        s -> s.await(trace.outcome("third", tasks.get(2))),
        s -> {
          trace.log(requests());
          return null;
        });
    trace.assertLines(
        "4 [0, 1, 0]",
        "6 second raised CancelledError(m)",
        "8 third raised CancelledError(m)",
        "8 [0, 1, 0]");
  }

  @Test
  void aTaskThatWaitsForACircleGetsTheErrorItself() {
    trace.run(
        s -> {
          int circle = 11;
          for (int i = 0; i < circle; i++) {
            waitingFor((i + 1) % circle);
          }
          waitingFor(3);
          waitingFor(circle);
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          tasks.get(12).cancel();
          trace.log(requests());
          return s.await(trace.outcome("outside", tasks.get(12)));
        },
        s -> null);
    trace.assertLines(
        "4 [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]", "6 outside raised CancelledError()");
  }

  @Test
  void theEndOfARunCancelsACircle() {
    trace.run(
        s -> {
          waitingFor(1);
          waitingFor(0);
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> "done");
    trace.assertLines();
    assertTrue(tasks.stream().allMatch(Task::isCancelled));
  }
}
