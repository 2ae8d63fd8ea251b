package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Future.State;
import dev.fermata.Task;
import dev.fermata.VirtualEventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tasks: what they are, which one runs, and how they end. */
class TaskBehaviourTest {
  private final List<Object> log = new ArrayList<>();

  @Async
  private Coroutine<String> logs(String word) {
    log.add(word);
    return Coroutine.of(word);
  }

  @Async
  private static Coroutine<String> fails(Exception error) throws Exception {
    await(yieldNow());
    throw error;
  }

  @Test
  void aTaskIsPendingThenRunningThenDone() {
    runs(
        () -> {
          Task<String> t = createTask(sleep(1, "v"));
          assertEquals(State.PENDING, t.state());
          await(yieldNow());
          assertEquals(State.RUNNING, t.state());
          assertEquals("v", await(t));
          assertEquals(State.DONE, t.state());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R8})
  void aCallOfAnAsyncMethodRunsNothing() {
    runs(
        () -> {
          Coroutine<String> made = logs("ran");
          await(sleep(1));
          assertEquals(List.of(), log);
          made.close();
          return Coroutine.done();
        });
  }

  @Test
  void aCoroutineCanBeMadeATaskOnce() {
    runs(
        () -> {
          Coroutine<String> c = logs("x");
          Task<String> t = createTask(c);
          assertThrows(IllegalStateException.class, () -> createTask(c));
          await(t);
          await(failure(IllegalStateException.class, c));
          assertEquals(List.of("x"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aClosedCoroutineCannotBeAwaited() {
    runs(
        () -> {
          Coroutine<String> c = logs("x");
          c.close();
          await(failure(IllegalStateException.class, c));
          assertEquals(List.of(), log);
          return Coroutine.done();
        });
  }

  @Test
  void aTaskKnowsItsCoroutine() {
    runs(
        () -> {
          Coroutine<String> c = logs("x");
          Task<String> t = createTask(c);
          assertSame(c, t.coroutine());
          await(t);
          assertSame(c, t.coroutine());
          return Coroutine.done();
        });
  }

  @Test
  void aTaskHasTheNameThatItWasGiven() {
    runs(
        () -> {
          Task<Void> t = createTask(sleep(0), "first");
          assertEquals("first", t.getName());
          t.setName("second");
          assertEquals("second", t.getName());
          assertTrue(t.toString().contains("second"), t.toString());
          await(t);
          return Coroutine.done();
        });
  }

  @Test
  void unnamedTasksAreNumberedInTheOrderOfTheirCreation() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(0));
          Task<Void> b = createTask(sleep(0));
          int first = Integer.parseInt(a.getName().substring("Task-".length()));
          assertEquals("Task-" + (first + 1), b.getName());
          await(gather(a, b));
          return Coroutine.done();
        });
  }

  @Test
  void aTaskThatAwaitedAFailedOneFailsWithTheSameError() {
    runs(
        () -> {
          IOException error = new IOException();
          Task<String> inner = createTask(fails(error));
          Task<String> outer = createTask(async(() -> inner.toCoroutine()));
          assertSame(error, await(failure(IOException.class, outer)));
          assertSame(error, inner.exception());
          return Coroutine.done();
        });
  }

  @Test
  void aTaskRefusesToBeCompletedByOthers() {
    runs(
        () -> {
          Task<Void> t = createTask(sleep(1));
          assertThrows(IllegalStateException.class, () -> t.setResult(null));
          assertThrows(IllegalStateException.class, () -> t.setException(new IOException()));
          await(t);
          assertThrows(IllegalStateException.class, () -> t.setResult(null));
          return Coroutine.done();
        });
  }

  @Test
  void aTaskOfAClosedLoopIsRefusedAndItsCoroutineLeftAlone() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    loop.close();
    Coroutine<String> c = logs("ran after all");
    assertThrows(IllegalStateException.class, () -> loop.createTask(c));
    assertEquals("ran after all", run(c, EventLoop.createVirtual()));
  }

  @Test
  void createTaskNeedsARunningLoop() {
    Coroutine<Void> c = sleep(0);
    assertThrows(IllegalStateException.class, () -> createTask(c));
    c.close();
  }

  @Test
  void currentTaskNeedsARunningLoop() {
    assertThrows(IllegalStateException.class, () -> currentTask());
    assertThrows(IllegalStateException.class, () -> allTasks());
  }

  @Test
  void eachInterleavedTaskIsTheCurrentOneInItsOwnSteps() {
    runs(
        () -> {
          List<Task<Void>> tasks = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            int own = i;
            tasks.add(
                createTask(
                    async(
                        () -> {
                          for (int step = 0; step < 3; step++) {
                            assertSame(tasks.get(own), currentTask());
                            await(yieldNow());
                          }
                          assertSame(tasks.get(own), currentTask());
                          return Coroutine.done();
                        })));
          }
          Task<?> me = currentTask();
          await(gather(tasks));
          assertSame(me, currentTask());
          return Coroutine.done();
        });
  }

  @Test
  void allTasksListsTheUnfinishedOnesInTheOrderOfTheirCreation() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(1));
          Task<Void> b = createTask(sleep(2));
          Task<Void> c = createTask(sleep(3));
          assertEquals(List.of(currentTask(), a, b, c), List.copyOf(allTasks()));
          await(b);
          assertEquals(Set.of(currentTask(), c), allTasks());
          await(c);
          assertEquals(Set.of(currentTask()), allTasks());
          return Coroutine.done();
        });
  }

  @Test
  void aTaskThatMakesAnotherDoesNotWaitForIt() {
    runs(
        () -> {
          Task<Task<String>> t =
              createTask(async(() -> Coroutine.of(createTask(sleep(5, "inner")))));
          Task<String> inner = await(t);
          assertEquals(0.0, time());
          assertFalse(inner.isDone());
          assertEquals("inner", await(inner));
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aCoroutineThatReturnsACoroutineRunsIt() {
    runs(
        () -> {
          assertEquals("deep", await(async(() -> async(() -> logs("deep")))));
          return Coroutine.done();
        });
  }

  @Test
  void anAwaitableOfTheUsersOwnIsAskedForItsCoroutine() {
    runs(
        () -> {
          Awaitable<String> own = () -> logs("own");
          assertEquals("own", await(own));
          assertEquals("own", await(ensureFuture(own)));
          return Coroutine.done();
        });
  }

  @Test
  void awaitingNothingIsANullPointerExceptionInTheBody() {
    runs(
        () -> {
          Awaitable<String> nothing = null;
          try {
            await(nothing);
            throw new AssertionError("awaited null");
          } catch (NullPointerException e) {
            log.add("caught");
          }
          assertEquals(List.of("caught"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R29})
  void aCancelledErrorOfAFutureMakesItsAwaiterCancelled() {
    runs(
        () -> {
          Future<Void> f = EventLoop.running().createFuture();
          Task<Void> t = createTask(async(() -> f.toCoroutine()));
          await(yieldNow());
          f.setException(new CancelledError("as an error"));
          await(cancellation(t));
          assertFalse(f.isCancelled());
          assertTrue(t.isCancelled());
          assertEquals(0, t.cancelling());
          return Coroutine.done();
        });
  }

  @Test
  void aFailedTaskThatIsAwaitedLaterIsNotReported() {
    runs(
        () -> {
          Task<String> t = createTask(fails(new IOException()));
          await(passes(4));
          await(failure(IOException.class, t));
          return Coroutine.done();
        });
  }

  @Test
  void aFailedTaskThatNobodyAwaitsIsReportedWithItself() {
    List<Object> seen = new ArrayList<>();
    VirtualEventLoop loop = EventLoop.createVirtual();
    loop.setExceptionHandler((where, context) -> seen.add(context.get("task")));
    Task<String> lost =
        run(
            async(
                () -> {
                  Task<String> t = createTask(fails(new IOException()), "lost");
                  await(sleep(1));
                  return Coroutine.of(t);
                }),
            loop);
    assertEquals(List.of(lost), seen);
  }

  @Test
  void twoLoopsHaveTheirOwnTasks() {
    VirtualEventLoop other = EventLoop.createVirtual();
    Task<Void> foreign = other.createTask(sleep(1));
    runs(
        () -> {
          assertFalse(allTasks().contains(foreign));
          assertNotSame(other, EventLoop.running());
          return Coroutine.done();
        });
    other.runUntilComplete(foreign);
    assertTrue(foreign.isDone());
    other.close();
  }

  @Test
  void aSuspendedTaskTellsWhereItWaits() {
    runs(
        () -> {
          Task<String> t = createTask(fails(new IOException()), "t");
          await(yieldNow());
          List<StackTraceElement> stack = t.awaitStack();
          assertEquals("fails", stack.get(0).getMethodName());
          assertTrue(stack.get(0).getLineNumber() > 0);
          await(failure(IOException.class, t));
          assertEquals(List.of(), t.awaitStack());
          return Coroutine.done();
        });
  }

  @Test
  void sleepGivesItsValue() {
    runs(
        () -> {
          assertEquals("v", await(sleep(3, "v")));
          assertEquals(3.0, time());
          assertNull(await(sleep(1)));
          assertEquals("now", await(sleep(0, "now")));
          return Coroutine.done();
        });
  }

  @Test
  void aSleepBeginsWhenItIsAwaitedAndNotWhenItIsMade() {
    runs(
        () -> {
          Coroutine<Void> later = sleep(2);
          await(sleep(1));
          await(later);
          assertEquals(3.0, time());
          return Coroutine.done();
        });
  }
}
