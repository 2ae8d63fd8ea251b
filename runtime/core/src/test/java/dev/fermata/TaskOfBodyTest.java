package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks of asynchronous lambdas: where the lambda runs, and what compiles. */
class TaskOfBodyTest {
  private final Trace trace = new Trace();
  private final List<Task<?>> tasks = new ArrayList<>();

  private Coroutine<String> load() throws IOException {
    trace.log("load in", Fermata.currentTask().getName());
    return Script.of(s -> s.await(yieldNow()), s -> "loaded");
  }

  private Coroutine<String> fail() throws IOException {
    throw new IOException("lost");
  }

  /** No call of this method catches or declares anything; lambdas and references all compile. */
  private void makeTasks(TaskGroup group) {
    AsyncBody<String> body = this::load;
    Task<String> first = createTask(this::load);
    Task<String> second = createTask(() -> load(), "second");
    Task<String> third =
        createTask(
            () -> {
              return load();
            });
    Task<String> fourth = createTask(body, null);
    Task<?> fifth = createTask(Script.of(s -> "plain"));
    Task<String> never =
        createTask(
            () -> {
              throw new IOException("block");
            });
    tasks.addAll(List.of(first, second, third, fourth, fifth, never));
    if (group != null) {
      Task<String> member = group.createTask(() -> load());
      Task<String> named = group.createTask(this::load, "member");
      tasks.addAll(List.of(member, named));
    }
  }

  @Test
  void theLambdaIsCalledInTheTaskAndItsFailureIsTheTasks() {
    trace.run(
        s ->
            s.await(
                TaskGroup.open(
                    group -> {
                      makeTasks(group);
                      trace.log("made");
                      return Coroutine.done();
                    })),
        s -> s.await(waitAll(tasks.stream().<Future<Object>>map(TaskOfBodyTest::cast).toList())),
        s -> {
          trace.log(tasks.get(0).result(), tasks.get(4).result(), tasks.get(5).exception());
          return null;
        });
    trace.prints(
        """
        1 made
        2 load in Task-2
        2 load in second
        2 load in Task-3
        2 load in Task-4
        2 load in Task-7
        2 load in member
        7 loaded plain IOException(block)
        """);
  }

  @SuppressWarnings("unchecked")
  private static Future<Object> cast(Task<?> task) {
    return (Future<Object>) (Future<?>) task;
  }

  @Test
  void whatItsMethodDeclaresArrivesAsItIsWhereTheTaskIsAwaited() {
    trace.run(
        s -> s.tryAwait(createTask(this::fail)),
        s -> {
          trace.log(s.error());
          return null;
        });
    trace.prints("3 IOException(lost)");
  }

  @Test
  void aTaskThatIsCancelledBeforeItBeginsDoesNotCallIt() {
    trace.run(
        s -> {
          Task<String> task = createTask(this::load);
          tasks.add(task);
          task.cancel();
          return s.await(waitAll(List.of(task)));
        },
        s -> null);
    assertTrue(tasks.get(0).isCancelled());
    assertEquals(List.of(), trace.lines());
  }

  @Test
  void aCancelAtEachPassEndsItOrComesTooLate() {
    List<String> ends = new ArrayList<>();
    for (int passes = 0; passes < 5; passes++) {
      Trace one = new Trace();
      int yields = passes;
      one.run(
          s -> {
            Task<String> task =
                createTask(
                    () ->
                        Script.of(t -> t.await(yieldNow()), t -> t.await(yieldNow()), t -> "end"));
            tasks.add(task);
            return s.await(Passes.yields(yields));
          },
          s -> {
            Task<?> task = tasks.get(tasks.size() - 1);
            task.cancel();
            return s.tryAwait(task);
          },
          s -> ends.add(s.error() == null ? "" + s.result() : Trace.text(s.error()).toString()));
    }
    assertEquals(
        List.of("CancelledError()", "CancelledError()", "CancelledError()", "end", "end"), ends);
  }

  @Test
  void aGroupThatTakesNoMoreNeverCallsIt() {
    List<String> called = new ArrayList<>();
    List<TaskGroup> groups = new ArrayList<>();
    trace.run(
        s ->
            s.await(
                TaskGroup.open(
                    group -> {
                      groups.add(group);
                      return Coroutine.done();
                    })),
        s -> {
          assertThrows(
              IllegalStateException.class,
              () -> groups.get(0).createTask(() -> Coroutine.of(called.add("called"))));
          return null;
        });
    assertTrue(called.isEmpty());
  }

  @Test
  void aLoopAndABodyAreNeeded() {
    AsyncBody<String> none = null;
    assertThrows(IllegalStateException.class, () -> createTask(this::load));
    trace.run(
        s -> {
          assertThrows(NullPointerException.class, () -> createTask(none));
          assertThrows(NullPointerException.class, () -> createTask(none, "name"));
          return s.tryAwait(createTask(() -> (Coroutine<String>) null));
        },
        s -> {
          assertSame(NullPointerException.class, s.error().getClass());
          return null;
        });
    assertFalse(trace.loop.isRunning());
  }
}
