package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that start inside the call that makes them (rule R14). */
class EagerTasksTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;
  private Task<?> main;

  @BeforeEach
  void startTasksAtOnce() {
    loop.setEagerTasks(true);
  }

  private Coroutine<String> quick(String name) {
    return Script.of(
        s -> {
          trace.log(name, "runs in its own task", currentTask() != main);
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

  /** Case c68. */
  @Test
  void aTaskRunsItsFirstStepInTheCallAndIsDoneWhenItNeverSuspends() {
    Object[] tasks = new Object[2];
    trace.run(
        s -> {
          main = currentTask();
          loop.callSoon(() -> trace.log("soon"));
          Task<String> q = createTask(quick("Q"), "Q");
          trace.log("q.done", q.isDone(), "current restored", currentTask() == main);
          tasks[0] = createTask(slow("S"));
          trace.log("s.done", ((Task<?>) tasks[0]).isDone());
          trace.log("b", createTask(EagerTasksTest.<Void>bad()).exception());
          Future<List<String>> g = gather(quick("G1"), quick("G2"));
          trace.log("gather of eager done", g.isDone());
          return s.await(g);
        },
        s -> s.await(tasks[0]),
        s ->
            s.await(
                TaskGroup.open(
                    group -> {
                      group.createTask(quick("T"), "T");
                      trace.log("in group");
                      return Coroutine.done();
                    })),
        s -> {
          trace.log("end");
          return null;
        });
    trace.assertLines(
        "1 Q runs in its own task true",
        "1 q.done true current restored true",
        "1 S start",
        "1 s.done false",
        "1 b IllegalArgumentException(x)",
        "1 G1 runs in its own task true",
        "1 G2 runs in its own task true",
        "1 gather of eager done true",
        "2 soon",
        "2 S end",
        "3 T runs in its own task true",
        "3 in group",
        "3 end");
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
    trace.assertLines("1 made true 0", "1 body start", "2 group IllegalArgumentException(x)");
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
    trace.assertLines(
        "1 sibling start",
        "1 child has cancelled the group",
        "1 made RUNNING 1",
        "2 child CancelledError()",
        "4 end");
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
    trace.assertLines(
        "1 grandchild has cancelled the group",
        "2 grandchild CancelledError()",
        "2 child CancelledError()",
        "4 end");
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
    trace.assertLines("2 [java.lang.IllegalArgumentException: x]");
  }

  @Test
  void theFailureOfAnEagerTaskThatNobodyAsksForIsReported() {
    trace.run(
        s -> {
          createTask(EagerTasksTest.<Void>bad());
          return s.await(Trace.sleep(1));
        },
        s -> null);
    trace.assertLines(
        "1 HANDLER Task exception was never retrieved -> IllegalArgumentException(x)");
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
