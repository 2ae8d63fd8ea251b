package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.shield;
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

  /** The same, through a gather of it alone. */
  private Task<Object> gathering(int other) {
    Task<Object> task =
        createTask(
            Script.of(s -> s.await(yieldNow()), s -> s.await(gather(tasks.get(other))), s -> "x"));
    tasks.add(task);
    return task;
  }

  /** A task that waits for ever. */
  private Task<Object> blocked() {
    Task<Object> task = createTask(Script.of(t -> t.await(trace.loop.createFuture())));
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
    trace.prints(
        """
        4 [0, 1, 0]
        6 second raised CancelledError(m)
        8 third raised CancelledError(m)
        8 [0, 1, 0]
        """);
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
    trace.prints(
        """
        4 [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        6 outside raised CancelledError()
        """);
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
    trace.prints("");
    assertTrue(tasks.stream().allMatch(Task::isCancelled));
  }

  @Test
  void aChainOfGathersMayBeLongerThanTheStackIsDeep() {
    int length = 50_000;
    trace.run(
        s -> {
          blocked();
          while (tasks.size() < length) {
            gathering(tasks.size() - 1);
          }
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          assertTrue(tasks.get(length - 1).cancel("enough"));
          assertTrue(tasks.stream().allMatch(task -> task.cancelling() == 1));
          return s.tryAwait(tasks.get(length - 1));
        },
        s -> {
          trace.log(Trace.text(s.error()));
          return null;
        });
    assertEquals(1, trace.lines().size());
    assertTrue(trace.lines().get(0).endsWith(" CancelledError(enough)"), trace.lines().toString());
    assertTrue(tasks.stream().allMatch(Task::isCancelled));
  }

  /**
   * A task is asked once by each way to it, as CPython does; the ways are more than an int holds.
   */
  @Test
  void layersOfGathersAreCancelledInOneGoAndTheWaysCounted() {
    List<Future<?>> layers = new ArrayList<>();
    trace.run(
        s -> {
          blocked();
          gathering(0);
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          layers.add(gather(tasks.get(1), tasks.get(1)));
          for (int layer = 1; layer < 60; layer++) {
            layers.add(gather(layers.get(layer - 1), layers.get(layer - 1)));
          }
          trace.log(layers.get(2).cancel("m"), requests());
          trace.log(layers.get(59).cancel("late"), requests());
          return s.await(trace.outcome("top", layers.get(59)));
        },
        s -> null);
    assertEquals("4 true [8, 8]", trace.lines().get(0));
    assertEquals("4 true [2147483647, 2147483647]", trace.lines().get(1));
    assertTrue(trace.lines().get(2).endsWith(" top raised CancelledError(m)"));
  }

  @Test
  void waysOfDifferentLengthsCountAsCPythonCountsThem() {
    trace.run(
        s -> {
          blocked();
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          Future<?> inner = gather(tasks.get(0));
          Future<?> top = gather(gather(inner), gather(inner), inner);
          trace.log(top.cancel("m"), requests());
          return s.await(trace.outcome("top", top));
        },
        s -> null);
    trace.prints(
        """
        3 true [3]
        7 top raised CancelledError(m)
        """);
  }

  @Test
  void theEndOfARunCancelsALongChainOfGathersAndCountsEachTasksRequest() {
    int length = 50_000;
    trace.run(
        s -> {
          blocked();
          while (tasks.size() < length) {
            gathering(tasks.size() - 1);
          }
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> "done");
    trace.prints("");
    assertTrue(tasks.stream().allMatch(Task::isCancelled));
    assertEquals(length, tasks.get(0).cancelling());
    assertEquals(1, tasks.get(length - 1).cancelling());
  }

  @Test
  void aGroupThatEndsCancelsALongChainOfItsTasks() {
    int length = 200_000;
    trace.run(
        s ->
            s.await(
                TaskGroup.open(
                    group -> {
                      tasks.add(group.createTask(Script.of(t -> t.await(Trace.sleep(1000)))));
                      while (tasks.size() < length) {
                        Task<Object> previous = tasks.get(tasks.size() - 1);
                        tasks.add(group.createTask(Script.of(t -> t.await(previous))));
                      }
                      return Script.of(
                          t -> t.await(trace.loop.whenAllBlocked()),
                          t -> {
                            group.cancel();
                            return null;
                          });
                    })),
        s -> null);
    trace.prints("");
    assertTrue(tasks.stream().allMatch(Task::isCancelled));
    assertEquals(length, tasks.get(0).cancelling());
  }

  @Test
  void inACircleOfGathersOnlyTheTaskItselfGetsTheErrorAndThenWhoWaitsForIt() {
    trace.run(
        s -> {
          for (int i = 0; i < 3; i++) {
            gathering((i + 1) % 3);
          }
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          trace.log(tasks.get(1).cancel("m"), requests());
          return s.await(trace.outcome("second", tasks.get(1)));
        },
        s -> s.await(trace.outcome("first", tasks.get(0))),
        s -> s.await(trace.outcome("third", tasks.get(2))),
        s -> {
          trace.log(requests());
          return null;
        });
    trace.prints(
        """
        4 true [0, 1, 0]
        6 second raised CancelledError(m)
        8 first raised CancelledError(m)
        10 third raised CancelledError(m)
        10 [0, 1, 0]
        """);
  }

  @Test
  void aCircleOfOneGatherAndOneTaskIsCancelledFromEitherSide() {
    for (int first = 0; first < 2; first++) {
      int cancelled = first;
      TaskChainTest circle = new TaskChainTest();
      circle.trace.run(
          s -> {
            circle.gathering(1);
            circle.waitingFor(0);
            return s.await(circle.trace.loop.whenAllBlocked());
          },
          s -> {
            circle.tasks.get(cancelled).cancel("m");
            return s.await(circle.trace.outcome("other", circle.tasks.get(1 - cancelled)));
          },
          s -> {
            circle.trace.log(circle.requests());
            return null;
          });
      circle.trace.prints(
          cancelled == 0
              ? "7 other raised CancelledError(m)\n7 [1, 0]"
              : "8 other raised CancelledError(m)\n8 [0, 1]");
    }
  }

  @Test
  void aGatherThatLeadsIntoACircleIsCancelledAloneAndAtOnce() {
    trace.run(
        s -> {
          gathering(1);
          gathering(0);
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          Future<List<Object>> outside = gather(blocked(), tasks.get(0));
          trace.log(outside.cancel("m"), outside.state(), outside.cancel(), requests());
          return s.await(trace.outcome("gather", outside));
        },
        s -> null);
    trace.prints(
        """
        4 true CANCELLED false [0, 0, 0]
        4 gather raised CancelledError(m)
        """);
  }

  @Test
  void aShieldEndsTheWayOfACancellationAlsoInACircle() {
    trace.run(
        s -> {
          tasks.add(
              createTask(Script.of(t -> t.await(yieldNow()), t -> t.await(shield(tasks.get(1))))));
          gathering(0);
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          tasks.get(1).cancel("m");
          trace.log(requests());
          return s.await(trace.outcome("outer", tasks.get(1)));
        },
        s -> null);
    trace.prints(
        """
        4 [1, 1]
        8 outer raised CancelledError(m)
        """);
  }

  @Test
  void aTaskThatIsReachedByTwoWaysIsAskedTwiceAndOthersBesideItOnce() {
    trace.run(
        s -> {
          blocked();
          gathering(0);
          waitingFor(0);
          blocked();
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          Future<List<Object>> all = gather(tasks.get(1), tasks.get(2), tasks.get(3));
          trace.log(all.cancel("m"), requests());
          return s.await(trace.outcome("all", all));
        },
        s -> {
          trace.log(requests());
          return null;
        });
    trace.prints(
        """
        4 true [2, 1, 1, 1]
        7 all raised CancelledError(m)
        7 [2, 1, 1, 1]
        """);
  }

  @Test
  void aTaskWhoseGatherHasDoneChildrenOnlyGetsTheErrorInstead() {
    Future<Object> future = trace.loop.createFuture();
    trace.run(
        s -> {
          tasks.add(createTask(Script.of(t -> t.await(gather(gather(future))), t -> "x")));
          return s.await(trace.loop.whenAllBlocked());
        },
        s -> {
          future.setResult("done");
          trace.log(tasks.get(0).cancel("m"), requests());
          return s.await(trace.outcome("task", tasks.get(0)));
        },
        s -> null);
    trace.prints(
        """
        3 true [1]
        7 task raised CancelledError(m)
        """);
  }
}
