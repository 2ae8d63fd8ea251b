package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** How a cancellation reaches a task (rules R20 to R33). */
class CancellationTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;

  /** Case c16 (R23). */
  @Test
  void aTaskCancelledBeforeItsFirstStepNeverRunsItsBody() {
    Task<Void> task =
        loop.createTask(
            Script.of(
                s -> {
                  trace.log("body ran");
                  return null;
                }));
    trace.log("cancel", task.cancel(), task.isCancelled(), task.isDone());
    trace.run(
        s -> {
          trace.log("cancelled", task.isCancelled());
          return s.await(trace.outcome("await", task));
        },
        s -> null);
    trace.assertLines(
        "0 cancel true false false", "1 cancelled true", "1 await raised CancelledError()");
  }

  /** Case c17 (R21). */
  @Test
  void theAwaitedFutureIsCancelledAtOnceAndTheBodyInTheNextPass() {
    Future<Void> future = loop.createFuture();
    Task<Void> task =
        loop.createTask(
            Script.of(
                s -> s.tryAwait(future),
                s -> {
                  trace.log("caught", s.error());
                  return s.rethrow();
                }));
    task.addDoneCallback(t -> trace.log("callback, cancelled", t.isCancelled()));
    trace.run(
        s -> {
          trace.log(task.cancel("m"), future.isCancelled(), task.isDone(), task.cancelling());
          return s.await(yieldNow());
        },
        s -> {
          trace.log("cancelled", task.isCancelled());
          return s.await(yieldNow());
        },
        s -> null);
    trace.assertLines(
        "1 true true false 1",
        "2 caught CancelledError(m)",
        "2 cancelled true",
        "3 callback, cancelled true");
  }

  /** Case c18 (R21, R28). */
  @Test
  void theErrorComesOutOfTheInnermostCoroutineAndCleanupMayAwait() {
    Coroutine<Void> inner =
        Script.of(
            s -> s.tryAwait(sleep(10)),
            s -> {
              trace.log("inner finally");
              return s.await(
                  Script.of(c -> c.await(sleep(1)), c -> c.await(traced("slept")), c -> null));
            },
            s -> {
              throw new CancelledError("again");
            });
    Coroutine<Void> middle =
        Script.of(
            s -> s.tryAwait(inner),
            s -> {
              trace.log("middle caught", s.error());
              return s.rethrow();
            });
    Task<Void> task = loop.createTask(middle);
    trace.run(
        s -> {
          task.cancel();
          return s.await(trace.outcome("await", task));
        },
        s -> null);
    trace.assertLines(
        "2 inner finally",
        "4@1 slept",
        "4@1 middle caught CancelledError(again)",
        "5@1 await raised CancelledError(again)");
  }

  private Coroutine<Void> traced(String text) {
    return Script.of(
        s -> {
          trace.log(text);
          return null;
        });
  }

  /** Case c19 (R22). */
  @Test
  void cancellingATaskThatAwaitsATaskCancelsThatAndWaitsForIt() {
    for (boolean swallows : new boolean[] {false, true}) {
      Trace run = new Trace();
      Task<String> inner =
          run.loop.createTask(
              Script.of(
                  s -> s.tryAwait(sleep(10)),
                  s -> {
                    run.log("inner caught");
                    return swallows ? "inner value" : s.rethrow();
                  }));
      Task<Object> outer = run.loop.createTask(Script.of(s -> s.await(inner), s -> s.result()));
      run.run(
          s -> s.await(yieldNow()),
          s -> {
            outer.cancel();
            run.log(inner.cancelling(), outer.cancelling());
            return s.await(run.outcome("outer", outer));
          },
          s -> {
            run.log(inner.isCancelled(), outer.isCancelled(), outer.cancelling());
            return null;
          });
      run.assertLines(
          "2 1 1",
          "3 inner caught",
          swallows ? "5 outer -> inner value" : "5 outer raised CancelledError()",
          swallows ? "5 false false 1" : "5 true true 1");
    }
  }

  /** Case c20 (R24). */
  @Test
  void aCancellationAfterTheResultReplacesIt() {
    Future<String> future = loop.createFuture();
    Task<String> task = loop.createTask(future.toCoroutine());
    trace.run(
        s -> {
          future.setResult("R");
          trace.log("cancel", task.cancel());
          return s.await(trace.outcome("task", task));
        },
        s -> {
          trace.log(future.result());
          return null;
        });
    trace.assertLines("1 cancel true", "3 task raised CancelledError()", "3 R");
  }

  /** Case c20 (R24). */
  @Test
  void aResultAfterTheCancellationIsRefused() {
    Future<String> future = loop.createFuture();
    Task<String> task = loop.createTask(future.toCoroutine());
    trace.run(
        s -> {
          task.cancel();
          assertThrows(InvalidStateException.class, () -> future.setResult("R"));
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    trace.assertLines("3 task raised CancelledError()");
  }

  /** Case c21 (R28). */
  @Test
  void aTaskThatSwallowsACancellationGoesOnWithTheCountUp() {
    for (Throwable after : new Throwable[] {null, new IllegalArgumentException("x")}) {
      Trace run = new Trace();
      Task<String> task =
          run.loop.createTask(
              Script.of(
                  s -> s.tryAwait(sleep(10)),
                  s -> s.await(sleep(1)),
                  s -> {
                    run.log("continued", currentTask().cancelling());
                    if (after != null) {
                      throw after;
                    }
                    return "v";
                  }));
      run.run(
          s -> {
            task.cancel();
            return s.await(run.outcome("task", task));
          },
          s -> {
            run.log(task.isCancelled(), task.cancelling(), task.cancel(), task.cancelling());
            return null;
          });
      run.assertLines(
          "4@1 continued 1",
          "5@1 task " + (after == null ? "-> v" : "raised IllegalArgumentException(x)"),
          "5@1 false 1 false 1");
    }
  }

  /** Case c22 (R26, R27). */
  @Test
  void twoRequestsAreOneErrorAndAThirdInterruptsTheCleanup() {
    Throwable[] first = new Throwable[1];
    Task<Void> task =
        loop.createTask(
            Script.of(
                s -> s.tryAwait(sleep(10)),
                s -> {
                  first[0] = s.error();
                  trace.log("first", s.error(), currentTask().cancelling());
                  return s.tryAwait(sleep(10));
                },
                s -> {
                  trace.log("cleanup interrupted", s.error(), currentTask().cancelling());
                  throw first[0];
                }));
    trace.run(
        s -> {
          trace.log(task.cancel("m1"), task.cancel("m2"));
          return s.await(yieldNow());
        },
        s -> {
          trace.log("cancel in cleanup", task.cancel("m3"));
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    trace.assertLines(
        "1 true true",
        "2 first CancelledError(m1) 2",
        "2 cancel in cleanup true",
        "3 cleanup interrupted CancelledError(m3) 3",
        "4 task raised CancelledError(m1)");
  }

  /** Case c23 (R26). */
  @Test
  void beforeTheFirstStepTheLastMessageWins() {
    Task<Void> task = loop.createTask(sleep(10));
    task.cancel("one");
    task.cancel("two");
    trace.run(s -> s.await(trace.outcome("task", task)), s -> null);
    trace.assertLines("1 task raised CancelledError(two)");
  }

  /** Case c23 (R33), where asyncio loses the message on the second reading. */
  @Test
  void aCancelledTaskThrowsOneErrorHoweverOftenItIsRead() {
    Task<Void> task = loop.createTask(sleep(10));
    trace.run(
        s -> {
          task.cancel("bye");
          return s.tryAwait(task);
        },
        s -> {
          assertSame(s.error(), assertThrows(CancelledError.class, task::exception));
          assertSame(s.error(), assertThrows(CancelledError.class, task::result));
          assertEquals("bye", s.error().getMessage());
          trace.log("same");
          return null;
        });
    trace.assertLines("3 same");
  }

  /** Case c24 (R25). */
  @Test
  void aTaskThatCancelsItselfRunsOnToItsNextSuspension() {
    Future<String> done = loop.createFuture();
    done.setResult("d");
    trace.run(
        s ->
            s.await(
                trace.outcome(
                    "task",
                    createTask(
                        Script.of(
                            t -> {
                              currentTask().cancel();
                              return t.await(done);
                            },
                            t -> {
                              trace.log("still running", t.result());
                              return t.tryAwait(yieldNow());
                            },
                            t -> {
                              trace.log("raised after the yield");
                              return t.rethrow();
                            })))),
        s -> null);
    trace.assertLines(
        "2 still running d", "3 raised after the yield", "4 task raised CancelledError()");
  }

  /** Case c24 (R25). */
  @Test
  void aTaskThatCancelsItselfAndReturnsIsCancelled() {
    Task<String> task =
        loop.createTask(
            Script.of(
                t -> {
                  currentTask().cancel();
                  return "lost";
                }));
    trace.run(s -> s.await(trace.outcome("task", task)), s -> null);
    trace.assertLines("1 task raised CancelledError()");
  }

  /** Case c24 (R25). */
  @Test
  void aTaskThatCancelsItselfCancelsTheNextFutureThatItAwaits() {
    Future<String> future = loop.createFuture();
    Task<String> task =
        loop.createTask(
            Script.of(
                t -> {
                  currentTask().cancel();
                  return t.await(future);
                }));
    trace.run(
        s -> {
          trace.log(future.isCancelled());
          return s.await(trace.outcome("task", task));
        },
        s -> null);
    trace.assertLines("1 true", "3 task raised CancelledError()");
  }

  /** Case c24 (R25). */
  @Test
  void aTaskThatCancelsItselfAndThrowsHasFailed() {
    Task<String> task =
        loop.createTask(
            Script.of(
                t -> {
                  currentTask().cancel();
                  throw new IllegalArgumentException("wins");
                }));
    trace.run(s -> s.await(trace.outcome("task", task)), s -> null);
    trace.assertLines("1 task raised IllegalArgumentException(wins)");
  }

  /** Case c25 (R29). */
  @Test
  void aCancelledErrorThrownByHandCancelsTheTask() {
    Task<String> task = loop.createTask(Coroutine.failed(new CancelledError("mine")));
    trace.run(
        s -> s.await(trace.outcome("task", task)),
        s -> {
          trace.log(task.isCancelled(), task.cancelling());
          return null;
        });
    trace.assertLines("1 task raised CancelledError(mine)", "1 true 0");
  }

  /** Case c25 (R29). */
  @Test
  void anotherErrorInPlaceOfTheCancellationFailsTheTask() {
    Task<String> task =
        loop.createTask(
            Script.of(
                t -> t.tryAwait(sleep(10)),
                t -> {
                  throw new IllegalArgumentException("instead");
                }));
    trace.run(
        s -> {
          task.cancel();
          return s.await(trace.outcome("task", task));
        },
        s -> {
          trace.log(task.isCancelled());
          return null;
        });
    trace.assertLines("3 task raised IllegalArgumentException(instead)", "3 false");
  }

  /** Case c26 (R30). */
  @Test
  void uncancelToZeroWithdrawsARequestThatWasNotDelivered() {
    trace.run(
        s -> {
          Task<?> self = currentTask();
          self.cancel();
          trace.log(self.cancelling(), self.uncancel(), self.uncancel());
          return s.tryAwait(yieldNow());
        },
        s -> {
          trace.log("error", s.error());
          return null;
        });
    trace.assertLines("1 1 0 0", "2 error null");
  }

  @Test
  void cancellingASleepingTaskLeavesNoTimerBehind() {
    Task<Void> task = loop.createTask(sleep(1000));
    trace.run(
        s -> {
          task.cancel();
          return s.await(sleep(1));
        },
        s -> {
          trace.log(task.isCancelled());
          return null;
        });
    trace.assertLines("4@1 true");
    assertEquals(1_000_000_000L, loop.time());
  }
}
