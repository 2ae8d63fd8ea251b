package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.internal.core.AwaitingCoroutine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which pass, and in which order, a loop runs what is queued (rules R1 to R13). */
class LoopOrderTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;

  private Runnable logs(Object... words) {
    return () -> trace.log(words);
  }

  private Coroutine<Void> job(Object... words) {
    return Script.of(
        s -> {
          trace.log(words);
          return null;
        });
  }

  /** Case c01. */
  @Test
  void tasksAndCallbacksStartInTheOrderOfTheirCreationInTheNextPass() {
    trace.run(
        s -> {
          createTask(job("start A"));
          loop.callSoon(logs("soon"));
          createTask(job("start B"));
          trace.log("main created both, none started");
          return s.await(yieldNow());
        },
        s -> s.await(job("main back")),
        s -> null);
    trace.assertLines(
        "1 main created both, none started", "2 start A", "2 soon", "2 start B", "2 main back");
  }

  /** Case c02. */
  @Test
  void anAwaitedCoroutineRunsInsideTheAwaitWithoutAPass() {
    Coroutine<String> leaf =
        Script.of(
            s -> {
              trace.log("leaf");
              return "v";
            });
    trace.run(
        s -> {
          loop.callSoon(logs("soon"));
          return s.await(Script.of(middle -> middle.await(leaf), middle -> middle.result()));
        },
        s -> {
          trace.log("result", s.result());
          return s.await(yieldNow());
        },
        s -> null);
    trace.assertLines("1 leaf", "1 result v", "2 soon");
  }

  /** Case c03. */
  @Test
  void awaitingWhatIsDoneNeverSuspendsAndGivesTheSameOutcomeEachTime() {
    Future<Integer> future = loop.createFuture();
    Future<Integer> bad = loop.createFuture();
    Throwable error = new IllegalArgumentException("x");
    Task<Void> task = loop.createTask(Coroutine.done());
    trace.run(
        s -> s.await(yieldNow()),
        s -> {
          future.setResult(1);
          bad.setException(error);
          loop.callSoon(logs("soon"));
          return s.await(future);
        },
        s -> s.await(trace.outcome("future", future)),
        s -> s.await(trace.outcome("task", task)),
        s -> s.await(trace.outcome("bad", bad)),
        s -> s.tryAwait(bad),
        s -> {
          trace.log("same object", s.error() == error);
          return s.await(yieldNow());
        },
        s -> null);
    trace.assertLines(
        "2 future -> 1",
        "2 task -> null",
        "2 bad raised IllegalArgumentException(x)",
        "2 same object true",
        "3 soon");
  }

  /** Case c04. */
  @Test
  void yieldingTasksTakeTurnsOncePerPass() {
    trace.run(
        s -> {
          for (String name : List.of("A", "B", "C")) {
            createTask(twoTurns(name));
          }
          return s.await(sleep(1));
        },
        s -> null);
    trace.assertLines("2 A 0", "2 B 0", "2 C 0", "3 A 1", "3 B 1", "3 C 1");
  }

  private Coroutine<Void> twoTurns(String name) {
    return Script.of(
        s -> {
          trace.log(name, 0);
          return s.await(Fermata.sleep(Duration.ofSeconds(-5)));
        },
        s -> {
          trace.log(name, 1);
          return null;
        });
  }

  @Test
  void aTaskThatIsAloneTakesOneTurnInEachPassAndGivesWayToAllElse() {
    Task<?>[] alone = new Task<?>[1];
    alone[0] =
        loop.createTask(
            Script.of(
                s -> turn(s, "first", () -> {}),
                s -> turn(s, "second", () -> {}),
                s -> turn(s, "third", () -> loop.callSoonThreadsafe(logs("from outside"))),
                s -> turn(s, "fourth", () -> loop.callSoon(logs("soon"))),
                s -> turn(s, "fifth", () -> loop.callLater(Duration.ZERO, logs("timer"))),
                s -> turn(s, "sixth", () -> createTask(job("other task"))),
                s -> turn(s, "seventh", () -> alone[0].setName("named")),
                s -> turn(s, "eighth", () -> alone[0].cancel("stop")),
                s -> {
                  trace.log("thrown", s.error());
                  return null;
                }));
    trace.run(s -> s.await(alone[0]), s -> null);
    trace.assertLines(
        "1 first",
        "2 second",
        "3 third",
        "4 from outside",
        "4 fourth",
        "5 soon",
        "5 fifth",
        "6 sixth",
        "6 timer",
        "7 other task",
        "7 seventh",
        "8 eighth",
        "9 thrown CancelledError(stop)");
  }

  private Object turn(Script script, String name, Runnable does) {
    trace.log(name);
    does.run();
    return script.tryAwait(yieldNow());
  }

  @Test
  void stopEndsTheRunBetweenTwoTurnsOfATaskThatIsAlone() {
    loop.createTask(
        Script.of(
            s -> turn(s, "first", () -> {}),
            s -> turn(s, "second", loop::stop),
            s -> turn(s, "third", () -> {}),
            s -> turn(s, "fourth", loop::stop),
            s -> null));
    loop.runForever();
    trace.log("stopped");
    loop.runForever();
    trace.assertLines("1 first", "2 second", "2 stopped", "3 third", "4 fourth");
  }

  /** Case c05. */
  @Test
  void dueTimersComeBehindWhatIsReadyInTheOrderOfTheirDeadlines() {
    trace.run(
        s -> {
          loop.callLater(Duration.ZERO, logs("later0"));
          loop.callSoon(logs("soon1"));
          loop.callAt(-1, logs("past deadline"));
          loop.callSoon(logs("soon2"));
          return s.await(yieldNow());
        },
        s -> {
          trace.log("main");
          for (double seconds : new double[] {3, 1, 2, 1}) {
            createTask(slept(seconds));
          }
          return s.await(sleep(4));
        },
        s -> null);
    trace.assertLines(
        "2 soon1",
        "2 soon2",
        "2 main",
        "2 past deadline",
        "2 later0",
        "5@1 slept 1.0",
        "5@1 slept 1.0",
        "7@2 slept 2.0",
        "9@3 slept 3.0");
  }

  private Coroutine<Void> slept(double seconds) {
    return Script.of(s -> s.await(sleep(seconds)), s -> s.await(job("slept", seconds)), s -> null);
  }

  /** Case c06. */
  @Test
  void aPassRunsWhatWasQueuedWhenItBeganAndSkipsWhatWasCancelledMeanwhile() {
    Handle[] handles = new Handle[2];
    trace.run(
        s -> {
          loop.callSoon(
              () -> {
                trace.log("a");
                loop.callSoon(logs("a-child"));
                handles[0].cancel();
              });
          handles[0] = loop.callSoon(logs("b must not run"));
          loop.callSoon(logs("c"));
          handles[1] = loop.callLater(Duration.ofSeconds(1), logs("timer must not run"));
          handles[1].cancel();
          trace.log("cancelled", handles[0].isCancelled(), handles[1].isCancelled());
          return s.await(sleep(2));
        },
        s -> {
          trace.log("cancelled", handles[0].isCancelled(), handles[1].isCancelled());
          return null;
        });
    trace.assertLines(
        "1 cancelled false true", "2 a", "2 c", "3 a-child", "5@2 cancelled true true");
  }

  /** Case c07, with the order of insertion. */
  @Test
  void timersWithOneDeadlineFireInTheOrderOfTheirCreation() {
    trace.run(
        s -> {
          for (int i = 0; i < 6; i++) {
            loop.callAt(1_000_000_000L, logs(i));
          }
          return s.await(sleep(2));
        },
        s -> null);
    trace.assertLines("2@1 0", "2@1 1", "2@1 2", "2@1 3", "2@1 4", "2@1 5");
  }

  /** Case c09, for what does not combine. */
  @Test
  void awaitingACoroutineTakesNoPassAndAwaitingATaskOne() {
    long[] end = new long[1];
    trace.run(
        s -> s.await(endsAt(end)),
        s -> {
          trace.log("coroutine", loop.iteration() - end[0]);
          return s.await(createTask(endsAt(end)));
        },
        s -> {
          trace.log("task", loop.iteration() - end[0]);
          return null;
        });
    trace.assertLines("2 coroutine 0", "5 task 1");
  }

  private Coroutine<Void> endsAt(long[] end) {
    return Script.of(
        s -> s.await(yieldNow()),
        s -> {
          end[0] = loop.iteration();
          return null;
        });
  }

  /** Case c11. */
  @Test
  void stopLetsThePassEndAndWhatItQueuedWaitsForTheNextRun() {
    loop.callSoon(
        () -> {
          trace.log("first");
          loop.stop();
          loop.callSoon(logs("queued after stop"));
        });
    loop.callSoon(logs("second"));
    loop.runForever();
    assertFalse(loop.isRunning());
    loop.callSoon(loop::stop);
    loop.runForever();
    loop.stop();
    loop.callSoon(logs("one pass"));
    loop.runForever();
    trace.assertLines("1 first", "1 second", "2 queued after stop", "3 one pass");
  }

  @Test
  void aFutureThatFailsWithAVirtualMachineErrorEndsTheRun() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    Future<String> future = loop.createFuture();
    Error error = new OutOfMemoryError("pretended");
    loop.callSoon(() -> future.setException(error));
    assertSame(error, assertThrows(Error.class, () -> loop.runUntilComplete(future)));
    loop.close();
  }

  @Test
  void aRunThatAnErrorHasEndedAtItsLastPassDoesNotStopTheNext() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    Future<String> future = loop.createFuture();
    loop.callSoon(() -> future.setResult("v"));
    loop.callSoon(
        () -> {
          throw new OutOfMemoryError("pretended");
        });
    assertThrows(OutOfMemoryError.class, () -> loop.runUntilComplete(future));
    assertEquals("w", loop.runUntilComplete(Fermata.sleep(Duration.ofSeconds(1), "w")));
    loop.close();
  }

  @Test
  void runUntilCompleteFailsWhenTheLoopIsStoppedBefore() {
    Task<Void> never = loop.createTask(new AwaitingCoroutine<>(loop.<Void>createFuture()));
    loop.callSoon(loop::stop);
    assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(never));
    never.cancel();
    assertThrows(CancelledError.class, () -> loop.runUntilComplete(never));
  }

  @Test
  void aClosedLoopTakesNothing() {
    loop.close();
    loop.close();
    assertThrows(IllegalStateException.class, () -> loop.callSoon(logs("never")));
    assertThrows(IllegalStateException.class, () -> loop.callSoonThreadsafe(logs("never")));
    assertThrows(IllegalStateException.class, () -> loop.callAt(0, logs("never")));
    assertThrows(IllegalStateException.class, () -> loop.createTask(Coroutine.done()));
    assertThrows(IllegalStateException.class, loop::runForever);
  }

  @Test
  void aRunningLoopCannotBeClosedOrRunAgain() {
    trace.run(
        s -> {
          assertThrows(IllegalStateException.class, loop::close);
          assertThrows(IllegalStateException.class, loop::runForever);
          VirtualEventLoop other = EventLoop.createVirtual();
          assertThrows(IllegalStateException.class, other::runForever);
          trace.log("refused");
          return null;
        });
    trace.assertLines("1 refused");
  }

  @Test
  void aVirtualClockBeginsAtZeroAndJumps() {
    assertEquals(0, loop.time());
    loop.runUntilComplete(Fermata.sleep(Duration.ofHours(1)));
    assertEquals(3_600_000_000_000L, loop.time());
  }

  /** As in asyncio, where no wait is longer than 24 hours. */
  @Test
  void aLongerSleepThanADayTakesAPassPerDay() {
    loop.runUntilComplete(Fermata.sleep(Duration.ofDays(3)));
    assertEquals(6, loop.iteration());
  }

  @Test
  void theLongestDurationDoesNotOverflow() {
    TimerHandle timer = loop.callLater(Duration.ofSeconds(Long.MAX_VALUE), logs("never"));
    assertEquals(Long.MAX_VALUE - 1, timer.when());
  }

  /** Case c74. */
  @Test
  void waitersAndCallbacksOfATaskRunInTheOrderInWhichTheyWereAdded() {
    trace.run(
        s -> {
          Task<Integer> child =
              createTask(
                  Script.of(
                      c -> c.await(yieldNow()),
                      c -> {
                        trace.log("child ends");
                        return 1;
                      }));
          child.addDoneCallback(t -> trace.log("cb1"));
          Task<Void> parent = createTask(trace.outcome("parent", child));
          return s.await(
              Script.of(i -> i.await(yieldNow()), i -> addAndWait(child, parent, i), i -> null));
        },
        s -> null);
    trace.assertLines("3 child ends", "4 cb1", "4 parent -> 1", "4 cb2");
  }

  private Object addAndWait(Task<Integer> child, Task<Void> parent, Script script) {
    child.addDoneCallback(t -> trace.log("cb2"));
    return script.await(parent);
  }

  /** Case c75. */
  @Test
  void aDeepChainOfAwaitsResumesInOnePass() {
    Future<Integer> future = loop.createFuture();
    trace.run(
        s -> {
          Task<Integer> task = createTask(nested(1000, future));
          loop.callLater(Duration.ofSeconds(1), () -> future.setResult(7));
          return s.await(trace.outcome("deep", task));
        },
        s -> null);
    trace.assertLines("5@1 deep -> 7");
  }

  /**
   * Awaits itself {@code depth} deep, each level made before the next, so that no stack is needed.
   */
  private static Coroutine<Integer> nested(int depth, Future<Integer> future) {
    Coroutine<Integer> inner = future.toCoroutine();
    for (int i = 0; i < depth; i++) {
      Coroutine<Integer> awaited = inner;
      inner = Script.of(s -> s.await(awaited), s -> s.result());
    }
    return inner;
  }
}
