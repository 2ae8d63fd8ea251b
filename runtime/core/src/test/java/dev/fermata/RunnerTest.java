package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life cycle of a run, and what a task tells of itself: what asyncio's cases do not show. */
class RunnerTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;

  @Test
  void tasksThatStartOneAnotherForEverAreAbandonedAndReported() {
    trace.run(
        s -> {
          createTask(startsAnother());
          return s.await(yieldNow());
        },
        s -> null);
    assertEquals(1, trace.lines().size());
    assertTrue(
        trace.lines().get(0).contains("tasks keep starting tasks during shutdown"),
        trace.lines().get(0));
  }

  private Coroutine<Void> startsAnother() {
    return Script.of(
        s -> s.tryAwait(sleep(50)),
        s -> {
          createTask(startsAnother());
          return s.rethrow();
        });
  }

  @Test
  void aRunInsideOfARunIsRefusedAndLeavesTheCoroutineAndTheLoopAlone() {
    VirtualEventLoop other = EventLoop.createVirtual();
    Coroutine<Integer> coroutine = Coroutine.of(1);
    trace.run(
        s -> {
          assertThrows(IllegalStateException.class, () -> Fermata.run(coroutine));
          assertThrows(IllegalStateException.class, () -> Fermata.run(coroutine, other));
          assertFalse(other.isClosed());
          return s.await(trace.outcome("still usable", coroutine));
        },
        s -> null);
    trace.prints("1 still usable -> 1");
  }

  @Test
  void aClosedCoroutineNeverRuns() {
    Coroutine<Integer> coroutine =
        Script.of(
            s -> {
              trace.log("ran");
              return 1;
            });
    coroutine.close();
    coroutine.close();
    assertThrows(IllegalStateException.class, () -> loop.createTask(coroutine));
    trace.prints("");
  }

  @Test
  void aRunnerRunsSeveralCoroutinesInOneLoop() {
    Task<?>[] background = new Task<?>[1];
    EventLoop used;
    try (Runner runner = Runner.of(loop)) {
      used = runner.loop();
      assertSame(loop, used);
      Coroutine<Integer> first =
          Script.of(
              s -> {
                background[0] = createTask(sleep(10));
                return 1;
              });
      assertEquals(1, runner.run(first));
      assertFalse(background[0].isDone());
      assertEquals(2, runner.run(Coroutine.of(2)));
    }
    assertTrue(background[0].isCancelled());
    assertTrue(loop.isClosed());
  }

  @Test
  void aDeadlockOfAVirtualLoopNamesTheWaitingTasksAndWhereTheyWait() {
    Future<Void> never = loop.createFuture();
    Coroutine<Void> inner = Script.named("inner", s -> s.await(never), s -> null);
    Coroutine<Void> outer = Script.named("outer", s -> s.await(inner), s -> null);
    Task<Void> task = loop.createTask(outer, "stuck");
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> Fermata.run(task.toCoroutine(), loop));
    assertTrue(
        error
            .getMessage()
            .contains(
                "stuck waits for Future[pending] at Script.inner(Script.java:1)"
                    + " at Script.outer(Script.java:1)"),
        error.getMessage());
    assertTrue(task.isCancelled());
  }

  @Test
  void theStackOfASuspendedTaskListsItsMethodsInnermostFirst() {
    Coroutine<Void> inner =
        Script.named("inner", s -> s.await(yieldNow()), s -> s.await(sleep(1)), s -> null);
    Task<Void> task = loop.createTask(Script.named("outer", s -> s.await(inner), s -> null), "t");
    assertEquals("[]", task.awaitStack().toString());
    trace.run(
        s -> {
          trace.log(task.awaitStack());
          return s.await(yieldNow());
        },
        s -> {
          trace.log(task.awaitStack());
          return s.await(task);
        },
        s -> {
          trace.log(task.awaitStack());
          return null;
        });
    trace.prints(
        """
        1 [Script.inner(Script.java:1), Script.outer(Script.java:1)]
        2 [Script.inner(Script.java:2), Script.outer(Script.java:1)]
        5@1 []
        """);
  }

  @Test
  void tasksAreNumberedWithoutThoseThatWereGivenAName() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    List<Task<?>> tasks = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= 1_000; number++) {
      loop.createTask(Coroutine.done(), "named");
      tasks.add(loop.createTask(Coroutine.done()));
      names.add("Task-" + number);
      if (number % 7 == 0) {
        tasks.get(number - 1).cancel();
      }
      if (number % 100 == 0) {
        loop.runCurrent();
      }
    }
    assertEquals(names, tasks.stream().map(Task::getName).toList());
    loop.close();
  }

  @Test
  void awaitInCodeThatWasNotTransformedNamesTheMethodAndTheWaysToTransformIt() {
    String message =
        assertThrows(IllegalStateException.class, () -> Fermata.await(Coroutine.done()))
            .getMessage();
    assertTrue(message.contains("RunnerTest"), message);
    assertTrue(message.contains("fermata:transform"), message);
    assertTrue(message.contains("-javaagent"), message);
    assertTrue(message.contains("command line"), message);
  }
}
