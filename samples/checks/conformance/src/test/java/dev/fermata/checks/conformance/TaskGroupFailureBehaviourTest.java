package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.ExceptionGroup;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.TimeoutException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures in task groups: which, in which order, and what they end. */
class TaskGroupFailureBehaviourTest {
  private final List<Object> log = new ArrayList<>();

  private static List<String> messages(ExceptionGroup group) {
    return group.exceptions().stream().map(Throwable::getMessage).toList();
  }

  @Test
  @Shows({R54})
  void aFailingChildEndsALongBody() {
    runs(
        () -> {
          ExceptionGroup e =
              await(
                  groupFailure(
                      g -> {
                        g.createTask(failing(1, "child"));
                        return sleep(100);
                      }));
          assertEquals(List.of("child"), messages(e));
          assertSame(e.exceptions().get(0), e.getCause());
          assertEquals(1.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R54, R56})
  void aBodyThatFailsWhileItIsCancelledAddsItsErrorLast() {
    runs(
        () -> {
          ExceptionGroup e =
              await(
                  groupFailure(
                      g -> {
                        g.createTask(failing(1, "child"));
                        try {
                          await(sleep(100));
                        } finally {
                          throwFromCleanup();
                        }
                        return Coroutine.done();
                      }));
          assertEquals(List.of("child", "body"), messages(e));
          assertEquals("body", e.getSuppressed()[0].getMessage());
          return Coroutine.done();
        });
  }

  private static void throwFromCleanup() throws IOException {
    throw new IOException("body");
  }

  @Test
  @Shows({R54})
  void failuresStandInTheOrderInWhichTheyHappened() {
    runs(
        () -> {
          ExceptionGroup e =
              await(
                  groupFailure(
                      g -> {
                        g.createTask(failing(1, "a"));
                        g.createTask(failing(1, "b"));
                        g.createTask(failing(1, "c"));
                        return Coroutine.done();
                      }));
          assertEquals(List.of("a", "b", "c"), messages(e));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R54})
  void anErrorOfAChildsCleanupIsAddedToTheFirstOne() {
    runs(
        () -> {
          ExceptionGroup e =
              await(
                  groupFailure(
                      g -> {
                        g.createTask(failing(1, "first"));
                        g.createTask(
                            async(
                                () -> {
                                  try {
                                    return sleep(100);
                                  } finally {
                                    await(cancellation(Coroutine.failed(new CancelledError())));
                                    throwFromCleanup();
                                  }
                                }));
                        return Coroutine.done();
                      }));
          assertEquals(List.of("first", "body"), messages(e));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R57})
  void anErrorOfAChildsCleanupComesBeforeTheCancellationFromOutside() {
    runs(
        () -> {
          Task<String> t =
              createTask(
                  async(
                      () -> {
                        ExceptionGroup e =
                            await(
                                groupFailure(
                                    g -> {
                                      g.createTask(
                                          async(
                                              () -> {
                                                await(cancellation(sleep(100)));
                                                throw new IOException("cleanup");
                                              }));
                                      return Coroutine.done();
                                    }));
                        log.addAll(messages(e));
                        await(yieldNow());
                        return Coroutine.of("not reached");
                      }));
          await(sleep(1));
          t.cancel();
          await(cancellation(t));
          assertEquals(List.of("cleanup"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R55})
  void aGroupThatFailedLeavesItsParentUncancelled() {
    runs(
        () -> {
          await(
              groupFailure(
                  g -> {
                    g.createTask(failing(1, "x"));
                    return sleep(100);
                  }));
          assertEquals(0, currentTask().cancelling());
          await(sleep(1));
          assertEquals(2.0, time());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R55})
  void aBodyThatSwallowsTheCancellationOfItsGroupStillFails() {
    runs(
        () -> {
          ExceptionGroup e =
              await(
                  groupFailure(
                      g -> {
                        g.createTask(failing(1, "x"));
                        await(cancellation(sleep(100)));
                        await(sleep(5));
                        return Coroutine.of("swallowed");
                      }));
          assertEquals(List.of("x"), messages(e));
          assertEquals(6.0, time());
          assertEquals(0, currentTask().cancelling());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R24})
  void theBodysAwaitOfAFailingTaskIsCancelledAndTheGroupFails() {
    runs(
        () -> {
          ExceptionGroup e =
              await(
                  groupFailure(
                      g -> {
                        Task<String> t = g.createTask(failing(1, "x"));
                        await(cancellation(t));
                        log.add("cancelled in the body");
                        return Coroutine.done();
                      }));
          assertEquals(List.of("cancelled in the body"), log);
          assertEquals(List.of("x"), messages(e));
          return Coroutine.done();
        });
  }

  @Test
  void anInnerGroupsFailureCancelsTheOuterGroupsTasks() {
    runs(
        () -> {
          await(
              groupFailure(
                  outer -> {
                    outer.createTask(logsItsEnd(log, "outer child", 0));
                    await(
                        TaskGroup.open(
                            inner -> {
                              inner.createTask(failing(1, "inner"));
                              return Coroutine.done();
                            }));
                    log.add("not reached");
                    return Coroutine.done();
                  }));
          assertEquals(List.of("outer child"), log);
          return Coroutine.done();
        });
  }

  @Test
  void anInnerGroupIsCancelledWithTheOuterOne() {
    runs(
        () -> {
          ExceptionGroup e =
              await(
                  groupFailure(
                      outer -> {
                        outer.createTask(failing(1, "outer"));
                        await(
                            TaskGroup.open(
                                inner -> {
                                  inner.createTask(logsItsEnd(log, "inner child", 1));
                                  return Coroutine.done();
                                }));
                        return Coroutine.done();
                      }));
          assertEquals(List.of("outer"), messages(e));
          assertEquals(List.of("inner child"), log);
          assertEquals(0, currentTask().cancelling());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R53})
  void aTimeoutInAChildIsAnErrorOfTheGroup() {
    runs(
        () -> {
          ExceptionGroup e =
              await(
                  groupFailure(
                      g -> {
                        g.createTask(waitFor(sleep(9), seconds(1)));
                        return Coroutine.done();
                      }));
          assertEquals(TimeoutException.class, e.exceptions().get(0).getClass());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R59})
  void anErrorInTheCleanupOfACancelledGroupIsThrown() {
    runs(
        () -> {
          ExceptionGroup e =
              await(
                  groupFailure(
                      g -> {
                        g.createTask(
                            async(
                                () -> {
                                  await(cancellation(sleep(100)));
                                  throw new IOException("cleanup");
                                }));
                        await(yieldNow());
                        g.cancel();
                        return sleep(50);
                      }));
          assertEquals(List.of("cleanup"), messages(e));
          return Coroutine.done();
        });
  }

  @Test
  void aBodyThatThrowsBeforeItHasACoroutineFailsTheGroup() {
    runs(
        () -> {
          ExceptionGroup e = await(groupFailure(TaskGroupFailureBehaviourTest::refuses));
          assertEquals(List.of("no body in a group"), messages(e));
          return Coroutine.done();
        });
  }

  private static Coroutine<Void> refuses(TaskGroup g) throws IOException {
    throw new IOException("no body in " + (g == null ? "nothing" : "a group"));
  }
}
