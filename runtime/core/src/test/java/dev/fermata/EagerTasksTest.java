package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that start inside the call that makes them: groups, failures, context variables. */
class EagerTasksTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;

  @BeforeEach
  void startTasksAtOnce() {
    loop.setEagerTasks(true);
  }

  private Coroutine<String> quick(String name) {
    return Script.of(
        s -> {
          trace.log(name, "runs");
          return name;
        });
  }

  private Coroutine<Void> slow(String name) {
    return Script.of(
        s -> {
          trace.log(name, "start");
          return s.await(yieldNow());
        },
        s -> {
          trace.log(name, "end");
          return null;
        });
  }

  private static <T> Coroutine<T> bad() {
    return Script.of(
        s -> {
          throw new IllegalArgumentException("x");
        });
  }

  /** As later versions of CPython do: the call that makes the child goes on undisturbed. */
  @Test
  void anEagerChildThatFailsCancelsItsGroupInTheNextPassNotInsideCreateTask() {
    trace.run(
        s ->
            s.tryAwait(
                TaskGroup.open(
                    group -> {
                      Task<Void> failed = group.createTask(EagerTasksTest.<Void>bad());
                      trace.log("made", failed.isDone(), currentTask().cancelling());
                      return slow("body");
                    })),
        s -> {
          ExceptionGroup error = (ExceptionGroup) s.error();
          trace.log("group", error.exceptions().get(0));
          return null;
        });
    trace.prints(
        """
        1 made true 0
        1 body start
        2 group IllegalArgumentException(x)
        """);
  }

  /** A body that ends its group in its first step and then waits. */
  private Coroutine<Void> ending(TaskGroup group, String name) {
    return Script.of(
        s -> {
          group.cancel();
          trace.log(name, "has cancelled the group");
          return s.tryAwait(Trace.sleep(100));
        },
        s -> {
          trace.log(name, s.error());
          return s.rethrow();
        });
  }

  @Test
  void anEagerChildThatCancelsItsGroupIsCancelledWithIt() {
    trace.run(
        s ->
            s.await(
                TaskGroup.open(
                    group -> {
                      group.createTask(slow("sibling"));
                      Task<Void> child = group.createTask(ending(group, "child"));
                      trace.log("made", child.state(), child.cancelling());
                      return Coroutine.done();
                    })),
        s -> {
          trace.log("end");
          return null;
        });
    trace.prints(
        """
        1 sibling start
        1 child has cancelled the group
        1 made RUNNING 1
        2 child CancelledError()
        4 end
        """);
  }

  /** The grandchild is made inside the first step of the child, which is in no group yet either. */
  @Test
  void anEagerGrandchildThatCancelsTheGroupIsCancelledAsItsParentIs() {
    trace.run(
        s ->
            s.await(
                TaskGroup.open(
                    group -> {
                      group.createTask(
                          Script.of(
                              c -> {
                                group.createTask(ending(group, "grandchild"));
                                return c.tryAwait(Trace.sleep(100));
                              },
                              c -> {
                                trace.log("child", c.error());
                                return c.rethrow();
                              }));
                      return Coroutine.done();
                    })),
        s -> {
          trace.log("end");
          return null;
        });
    trace.prints(
        """
        1 grandchild has cancelled the group
        2 grandchild CancelledError()
        2 child CancelledError()
        4 end
        """);
  }

  @Test
  void anEagerChildThatFailsAfterItCancelledItsGroupFailsTheGroup() {
    trace.run(
        s ->
            s.tryAwait(
                TaskGroup.open(
                    group -> {
                      group.createTask(
                          Script.of(
                              c -> {
                                group.cancel();
                                throw new IllegalArgumentException("x");
                              }));
                      return Coroutine.done();
                    })),
        s -> {
          trace.log(((ExceptionGroup) s.error()).exceptions());
          return null;
        });
    trace.prints("2 [java.lang.IllegalArgumentException: x]");
  }

  @Test
  void theFailureOfAnEagerTaskThatNobodyAsksForIsReported() {
    trace.run(
        s -> {
          createTask(EagerTasksTest.<Void>bad());
          return s.await(Trace.sleep(1));
        },
        s -> null);
    trace.prints(
        """
        1 HANDLER Task exception was never retrieved -> IllegalArgumentException(x)
        """);
  }

  @Test
  void aNestedEagerTaskSeesItsOwnContextVariables() {
    ContextVar<String> variable = new ContextVar<>("variable");
    trace.run(
        s -> {
          variable.set("outer");
          createTask(
              Script.of(
                  c -> {
                    trace.log("inherits", variable.get());
                    variable.set("inner");
                    return createTask(quick("nested")).result();
                  }));
          trace.log("keeps", variable.get());
          return null;
        });
    assertEquals("1 inherits outer", trace.lines().get(0));
    assertEquals("1 keeps outer", trace.lines().get(2));
  }

  @Test
  void aTaskThatIsMadeWhileTheLoopStandsStillIsQueued() {
    Task<String> task = loop.createTask(quick("later"));
    assertSame(Future.State.PENDING, task.state());
    loop.runCurrent();
    assertTrue(task.isDone());
  }
}
