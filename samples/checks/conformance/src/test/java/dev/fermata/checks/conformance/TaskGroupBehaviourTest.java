package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.CancelledError;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.TimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Task groups: what they wait for, refuse, and do when they are cancelled. */
class TaskGroupBehaviourTest {
  private final List<Object> log = new ArrayList<>();
  private TaskGroup group;

  @Test
  void aGroupGivesTheValueOfItsBodyAfterItsTasks() {
    runs(
        () -> {
          String value =
              await(
                  TaskGroup.open(
                      g -> {
                        g.createTask(sleep(3));
                        return Coroutine.of("body");
                      }));
          assertEquals("body", value);
          assertEquals(3.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void itsTasksHaveTheNamesThatTheyWereGiven() {
    runs(
        () -> {
          await(
              TaskGroup.open(
                  g -> {
                    assertEquals("worker", g.createTask(sleep(1), "worker").getName());
                    return Coroutine.done();
                  }));
          return Coroutine.done();
        });
  }

  @Test
  void itsTasksSeeTheContextInWhichTheyWereMade() {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    runs(
        () -> {
          await(
              TaskGroup.open(
                  g -> {
                    variable.set("inside");
                    Task<String> t = g.createTask(async(() -> Coroutine.of(variable.get())));
                    assertEquals("inside", await(t));
                    return Coroutine.done();
                  }));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R53})
  void itWaitsForTasksThatAreMadeWhileItWaits() {
    runs(
        () -> {
          await(
              TaskGroup.open(
                  g -> {
                    g.createTask(
                        async(
                            () -> {
                              await(sleep(1));
                              g.createTask(sleep(4));
                              return Coroutine.done();
                            }));
                    return Coroutine.done();
                  }));
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R53})
  void aTaskThatAwaitsACancelledFutureIsNoError() {
    runs(
        () -> {
          Future<Void> f = EventLoop.running().createFuture();
          await(
              TaskGroup.open(
                  g -> {
                    g.createTask(async(() -> f.toCoroutine()));
                    g.createTask(sleep(2));
                    await(sleep(1));
                    f.cancel();
                    return Coroutine.done();
                  }));
          assertEquals(2.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R56})
  void aCancelledErrorOfTheBodyItselfPassesPlain() {
    runs(
        () -> {
          CancelledError own = new CancelledError("own");
          CancelledError thrown =
              await(
                  cancellation(
                      TaskGroup.open(
                          g -> {
                            g.createTask(logsItsEnd(log, "child", 1));
                            await(yieldNow());
                            throw own;
                          })));
          assertSame(own, thrown);
          assertEquals(List.of("child"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R57})
  void aCancellationOfTheBodyCancelsTheChildrenAndPasses() {
    runs(
        () -> {
          Task<Void> t =
              createTask(
                  TaskGroup.open(
                      g -> {
                        g.createTask(logsItsEnd(log, "a", 1));
                        g.createTask(logsItsEnd(log, "b", 2));
                        return sleep(50);
                      }));
          await(sleep(1));
          t.cancel("outside");
          assertEquals("outside", await(cancellation(t)).message());
          assertEquals(List.of("a", "b"), log);
          assertEquals(3.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R58})
  void furtherCancellationsDoNotEndTheWaitForTheChildren() {
    runs(
        () -> {
          Task<Void> t =
              createTask(
                  TaskGroup.open(
                      g -> {
                        g.createTask(logsItsEnd(log, "child", 5));
                        return Coroutine.done();
                      }));
          await(sleep(1));
          for (int i = 0; i < 3; i++) {
            t.cancel("request " + i);
            await(sleep(1));
            assertFalse(t.isDone());
          }
          assertEquals("request 0", await(cancellation(t)).message());
          assertEquals(List.of("child"), log);
          assertEquals(6.0, time());
          assertEquals(3, t.cancelling());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R46})
  void aTimeoutAroundAGroupCancelsItsTasks() {
    runs(
        () -> {
          await(
              failure(
                  TimeoutException.class,
                  withTimeout(
                      seconds(2),
                      s ->
                          TaskGroup.open(
                              g -> {
                                g.createTask(logsItsEnd(log, "child", 1));
                                return Coroutine.done();
                              }))));
          assertEquals(List.of("child"), log);
          assertEquals(3.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R58})
  void aFinishedGroupRefusesTasksAndClosesTheirCoroutines() {
    runs(
        () -> {
          await(
              TaskGroup.open(
                  g -> {
                    group = g;
                    return Coroutine.done();
                  }));
          Coroutine<Void> late = sleep(1);
          String refusal =
              assertThrows(IllegalStateException.class, () -> group.createTask(late)).getMessage();
          assertEquals("TaskGroup[tasks=0, errors=0, entered] is finished", refusal);
          await(failure(IllegalStateException.class, late));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R58})
  void anAbortingGroupRefusesTasks() {
    runs(
        () -> {
          await(
              groupFailure(
                  g -> {
                    g.createTask(failing(1, "x"));
                    await(cancellation(sleep(100)));
                    assertThrows(IllegalStateException.class, () -> g.createTask(sleep(1)));
                    log.add("refused");
                    return Coroutine.done();
                  }));
          assertEquals(List.of("refused"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R59})
  void cancellingAGroupFromAChildEndsItWithoutAnError() {
    runs(
        () -> {
          await(
              TaskGroup.open(
                  g -> {
                    g.createTask(logsItsEnd(log, "sibling", 0));
                    g.createTask(
                        async(
                            () -> {
                              await(sleep(1));
                              g.cancel();
                              g.cancel();
                              return Coroutine.done();
                            }));
                    return Coroutine.done();
                  }));
          assertEquals(List.of("sibling"), log);
          assertEquals(1.0, time());
          assertEquals(0, currentTask().cancelling());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R59})
  void aCancellationFromOutsideOutlivesTheCancellationOfTheGroup() {
    runs(
        () -> {
          Task<Void> t =
              createTask(
                  TaskGroup.open(
                      g -> {
                        group = g;
                        g.createTask(logsItsEnd(log, "child", 2));
                        return sleep(50);
                      }));
          await(sleep(1));
          group.cancel();
          await(sleep(1));
          t.cancel("outside");
          await(cancellation(t));
          assertEquals(List.of("child"), log);
          assertEquals(1, t.cancelling());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R59})
  void aGroupThatIsCancelledWhileItWaitsKeepsTheMessageFromOutside() {
    runs(
        () -> {
          Task<Void> t =
              createTask(
                  TaskGroup.open(
                      g -> {
                        group = g;
                        g.createTask(logsItsEnd(log, "child", 2));
                        return Coroutine.done();
                      }));
          await(sleep(1));
          group.cancel();
          await(sleep(1));
          t.cancel("outside");
          assertEquals("outside", await(cancellation(t)).message());
          assertEquals(List.of("child"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aGroupNeedsABody() {
    assertThrows(NullPointerException.class, () -> TaskGroup.open(null).close());
  }
}
