package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Runner;
import dev.fermata.Task;
import dev.fermata.VirtualEventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs: what they give, refuse, and leave behind. */
class RunnerBehaviourTest {
  private final List<Object> log = new ArrayList<>();
  private Task<?> left;

  @Async
  private Coroutine<Void> background(String name, double cleanup) {
    try {
      await(sleep(1000));
    } finally {
      await(sleep(cleanup));
      log.add(name);
    }
    return Coroutine.done();
  }

  @Test
  void runGivesMainsValueAndClosesItsLoop() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    assertEquals("v", run(sleep(1, "v"), loop));
    assertTrue(loop.isClosed());
  }

  @Test
  void runThrowsMainsErrorItselfAndClosesItsLoop() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    IOException error = new IOException();
    assertSame(error, assertThrows(IOException.class, () -> run(Coroutine.failed(error), loop)));
    assertTrue(loop.isClosed());
  }

  @Test
  void runThrowsTheCancellationOfMain() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    CancelledError error =
        assertThrows(
            CancelledError.class,
            () ->
                run(
                    async(
                        () -> {
                          currentTask().cancel("self");
                          return sleep(1);
                        }),
                    loop));
    assertEquals("self", error.message());
  }

  @Test
  void runNeedsAThreadThatRunsNoLoop() {
    runs(
        () -> {
          Coroutine<Void> inner = sleep(1);
          assertThrows(IllegalStateException.class, () -> run(inner));
          await(inner);
          assertEquals(1.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aThreadHasNoRunningLoopBeforeAndAfterARun() {
    assertThrows(IllegalStateException.class, EventLoop::running);
    run(sleep(0), EventLoop.createVirtual());
    assertThrows(IllegalStateException.class, EventLoop::running);
  }

  @Test
  @Shows({R60})
  void leftTasksAreCancelledInTheOrderOfTheirCreationAndWaitedForTogether() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    run(
        async(
            () -> {
              createTask(background("a", 3));
              createTask(background("b", 1));
              createTask(background("c", 1));
              await(sleep(1));
              return Coroutine.done();
            }),
        loop);
    assertEquals(List.of("b", "c", "a"), log);
    assertEquals(nanos(4), loop.time());
  }

  @Test
  @Shows({R60})
  void aLeftTaskThatFailsInItsCleanupIsReportedAndDoesNotChangeMainsValue() {
    List<String> reports =
        reports(
            () -> {
              createTask(
                  async(
                      () -> {
                        await(cancellation(sleep(1000)));
                        throw new IOException("cleanup");
                      }));
              await(sleep(1));
              return Coroutine.done();
            });
    assertEquals(
        List.of("unhandled exception during run() shutdown: java.io.IOException: cleanup"),
        reports);
  }

  @Test
  @Shows({R60})
  void aLeftTaskMaySwallowItsCancellationAndEnd() {
    run(
        async(
            () -> {
              left =
                  createTask(
                      async(
                          () -> {
                            await(cancellation(sleep(1000)));
                            return sleep(5, "swallowed");
                          }));
              await(sleep(1));
              return Coroutine.done();
            }),
        EventLoop.createVirtual());
    assertEquals("swallowed", left.result());
  }

  @Test
  @Shows({R60})
  void mainsErrorIsThrownAfterTheCleanupOfWhatIsLeft() {
    assertThrows(
        IOException.class,
        () ->
            run(
                async(
                    () -> {
                      createTask(background("cleaned up", 2));
                      await(sleep(1));
                      throw new IOException();
                    }),
                EventLoop.createVirtual()));
    assertEquals(List.of("cleaned up"), log);
  }

  @Test
  @Shows({R60})
  void aTaskThatMainNeverLetStartEndsWithoutRunning() {
    run(
        async(
            () -> {
              left = createTask(background("ran", 0));
              left.cancel();
              return Coroutine.done();
            }),
        EventLoop.createVirtual());
    assertTrue(left.isCancelled());
    assertEquals(List.of(), log);
  }

  @Test
  void aRunnerRunsOneAfterTheOtherOnOneLoop() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    try (Runner runner = Runner.of(loop)) {
      assertSame(loop, runner.loop());
      assertEquals("a", runner.run(sleep(1, "a")));
      assertEquals("b", runner.run(sleep(1, "b")));
      assertEquals(nanos(2), loop.time());
      assertFalse(loop.isClosed());
    }
    assertTrue(loop.isClosed());
  }

  @Test
  void aTaskOfOneRunGoesOnInTheNext() {
    try (Runner runner = Runner.of(EventLoop.createVirtual())) {
      Task<String> t =
          runner.run(async(() -> Coroutine.of(createTask(sleep(5, "across the runs")))));
      runner.run(sleep(2));
      assertFalse(t.isDone());
      assertEquals("across the runs", runner.run(async(() -> t.toCoroutine())));
    }
  }

  @Test
  void aRunAfterAFailedRunIsPossible() {
    try (Runner runner = Runner.of(EventLoop.createVirtual())) {
      assertThrows(IOException.class, () -> runner.run(Coroutine.failed(new IOException())));
      assertEquals("next", runner.run(sleep(1, "next")));
    }
  }

  @Test
  void theRunsOfARunnerShareTheirContextVariables() {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    try (Runner runner = Runner.of(EventLoop.createVirtual())) {
      runner.run(
          async(
              () -> {
                variable.set("set in the first run");
                return Coroutine.done();
              }));
      assertEquals("set in the first run", runner.run(async(() -> Coroutine.of(variable.get()))));
    }
    assertEquals("unset", variable.get());
  }

  @Test
  void aClosedRunnerRefusesToRunAndMayBeClosedAgain() {
    Runner runner = Runner.of(EventLoop.createVirtual());
    runner.close();
    runner.close();
    Coroutine<Void> late = sleep(1);
    assertThrows(IllegalStateException.class, () -> runner.run(late));
    assertThrows(IllegalStateException.class, runner::loop);
    late.close();
  }

  @Test
  void aRunnerWithoutARunClosesItsLoop() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    Runner.of(loop).close();
    assertTrue(loop.isClosed());
  }

  @Test
  void twoRunnersHaveTwoLoops() {
    try (Runner first = new Runner();
        Runner second = new Runner()) {
      assertNotSame(first.loop(), second.loop());
      assertSame(first.loop(), first.loop());
    }
  }

  @Test
  void aDeadlockTellsWhoWaitsForWhat() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                run(
                    async(
                        () -> {
                          await(EventLoop.running().createFuture());
                          return Coroutine.done();
                        }),
                    EventLoop.createVirtual()));
    assertTrue(e.getMessage().contains("Task-1"), e.getMessage());
    assertTrue(e.getMessage().contains("RunnerBehaviourTest.java:"), e.getMessage());
  }
}
