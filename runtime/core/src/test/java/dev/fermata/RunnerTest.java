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

/** The life cycle of a run (rule R60, cases c12, c62, c64, c81). */
class RunnerTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;

  /** Case c12. */
  @Test
  void afterMainsLastStepOnePassMoreIsRunThenLeftoversAreCancelledAndAwaited() {
    Task<?>[] background = new Task<?>[1];
    Object value =
        trace.run(
            s -> {
              background[0] = createTask(turns());
              return s.await(yieldNow());
            },
            s -> {
              loop.callSoon(() -> trace.log("queued by main before return"));
              trace.log("main returns");
              return "R";
            });
    assertEquals("R", value);
    assertTrue(background[0].isCancelled());
    assertTrue(loop.isClosed());
    trace.assertLines(
        "2 turn",
        "2 main returns",
        "3 turn",
        "3 queued by main before return",
        "4 cancelled",
        "6@1 cleanup done");
  }

  private Coroutine<Void> turns() {
    return Script.of(
        s -> {
          trace.log("turn");
          return s.tryAwait(yieldNow());
        },
        s -> {
          if (s.error() == null) {
            return s.awaitThen(Coroutine.done(), 0);
          }
          trace.log("cancelled");
          return s.await(sleep(1));
        },
        s -> {
          trace.log("cleanup done");
          throw new CancelledError();
        });
  }

  /** Case c62. */
  @Test
  void failuresOfLeftoversAreReportedAndMainsIsThrown() {
    trace.run(
        s -> {
          createTask(
              Script.of(
                  t -> t.tryAwait(sleep(100)),
                  t -> {
                    throw new IllegalArgumentException("cleanup");
                  }));
          createTask(
              Script.of(
                  t -> t.tryAwait(sleep(100)),
                  t -> {
                    trace.log("swallows");
                    return t.await(sleep(3));
                  },
                  t -> {
                    trace.log("swallower ends");
                    return null;
                  }));
          return s.await(sleep(1));
        },
        s -> {
          throw new IllegalStateException("main");
        });
    trace.assertLines(
        "6@1 swallows",
        "9@4 swallower ends",
        "11@4 HANDLER unhandled exception during run() shutdown"
            + " -> IllegalArgumentException(cleanup)",
        "15@4 run() raised IllegalStateException(main)");
  }

  /** Case c81, where asyncio abandons the task. */
  @Test
  void tasksThatStartDuringTheWindingUpAreCancelledAndAwaitedToo() {
    Task<?>[] late = new Task<?>[1];
    trace.run(
        s -> {
          createTask(
              Script.of(
                  t -> t.tryAwait(sleep(50)),
                  t -> {
                    late[0] = createTask(lateTask());
                    return t.rethrow();
                  }));
          return s.await(yieldNow());
        },
        s -> null);
    trace.assertLines("5 late started", "7 late finally");
    assertTrue(late[0].isCancelled());
  }

  private Coroutine<Void> lateTask() {
    return Script.of(
        s -> {
          trace.log("late started");
          return s.tryAwait(sleep(1));
        },
        s -> {
          trace.log("late finally");
          return s.rethrow();
        });
  }

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

  /** Of case c64. */
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
    trace.assertLines("1 still usable -> 1");
  }

  /** Of case c64. */
  @Test
  void aCoroutineRunsOnce() {
    Coroutine<Integer> coroutine = Script.of(s -> 1);
    trace.run(
        s -> s.await(trace.outcome("first", coroutine)),
        s -> s.await(trace.outcome("second", coroutine)),
        s -> {
          assertThrows(IllegalStateException.class, () -> createTask(coroutine));
          return null;
        });
    trace.assertLines(
        "1 first -> 1",
        "1 second raised IllegalStateException(this coroutine was already awaited, made a task or"
            + " closed; to be told its method and its first use, run with -Dfermata.debug=true)");
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
    trace.assertLines();
  }

  /** Of case c64. */
  @Test
  void outsideOfALoopThereIsNoRunningOne() {
    assertThrows(IllegalStateException.class, EventLoop::running);
    assertThrows(IllegalStateException.class, Fermata::currentTask);
    assertThrows(IllegalStateException.class, () -> createTask(Coroutine.done()));
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
  void aClosedRunnerIsRefused() {
    Runner runner = new Runner();
    EventLoop made = runner.loop();
    runner.close();
    runner.close();
    assertTrue(made.isClosed());
    assertThrows(IllegalStateException.class, () -> runner.run(Coroutine.done()));
    assertThrows(IllegalStateException.class, runner::loop);
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
    trace.assertLines(
        "1 [Script.inner(Script.java:1), Script.outer(Script.java:1)]",
        "2 [Script.inner(Script.java:2), Script.outer(Script.java:1)]",
        "5@1 []");
  }

  /** Case c69. */
  @Test
  void thereIsNoCurrentTaskInCallbacksAndFinishedTasksAreNotListed() {
    trace.run(
        s -> {
          Task<Void> a = createTask(sleep(1), "a");
          Task<Void> b = createTask(sleep(1));
          b.setName("b");
          loop.callSoon(() -> trace.log("in callback", Fermata.currentTask()));
          a.addDoneCallback(
              t -> trace.log("done", Fermata.currentTask(), Fermata.allTasks().size()));
          Fermata.allTasks().forEach(t -> trace.log(t.getName(), t == Fermata.currentTask()));
          return s.await(b);
        },
        s -> s.await(yieldNow()),
        s -> {
          trace.log("left", Fermata.allTasks().size());
          return null;
        });
    trace.assertLines(
        "1 Task-1 true",
        "1 a false",
        "1 b false",
        "2 in callback null",
        "5@1 done null 1",
        "6@1 left 1");
  }

  /** Case c70, where asyncio loses the task. */
  @Test
  void anUnreferencedTaskIsKeptByItsLoop() {
    trace.run(
        s -> {
          createTask(loop.createFuture().toCoroutine());
          return s.await(yieldNow());
        },
        s -> {
          System.gc();
          trace.log(Fermata.allTasks().size());
          return null;
        });
    trace.assertLines("2 2");
  }

  @Test
  void namesAreNumberedPerLoopInTheOrderOfCreation() {
    assertEquals("Task-1", loop.createTask(Coroutine.done()).getName());
    assertEquals("mine", loop.createTask(Coroutine.done(), "mine").getName());
    assertEquals("Task-2", loop.createTask(Coroutine.done()).getName());
    loop.close();
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
