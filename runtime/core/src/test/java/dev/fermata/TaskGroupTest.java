package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@link TaskGroup} (rules R53 to R59). */
class TaskGroupTest {
  private final Trace trace = new Trace();
  private final List<Task<?>> tasks = new ArrayList<>();
  private final List<TaskGroup> groups = new ArrayList<>();

  @Test
  @DisplayName("R53: the end waits for all children, those included that children add (c45)")
  void waitsForAll() {
    trace.run(
        s ->
            s.await(
                TaskGroup.open(
                    group -> {
                      groups.add(group);
                      tasks.add(group.createTask(spawning(group)));
                      tasks.add(group.createTask(child("B", 1)));
                      trace.log("body end");
                      return Coroutine.of("body");
                    })),
        s -> {
          trace.log("exit", s.result(), tasks.get(0).result(), tasks.get(1).result());
          Coroutine<String> late = child("C", 1);
          trace.log(refusal(groups.get(0), late));
          assertThrows(IllegalStateException.class, () -> createTask(late), "closed");
          return s.await(TaskGroup.open(group -> Coroutine.done()));
        },
        s -> {
          trace.log("empty group: no suspension");
          return null;
        });
    trace.assertLines(
        "1 body end",
        "2 A start",
        "2 B start",
        "4@1 B end",
        "7@2 A end",
        "8@2 A' start",
        "10@3 A' end",
        "12@3 exit body A B",
        "12@3 is finished",
        "12@3 empty group: no suspension");
  }

  private Coroutine<String> spawning(TaskGroup group) {
    return Script.of(
        s -> {
          trace.log("A start");
          return s.await(sleep(2));
        },
        s -> {
          group.createTask(child("A'", 1));
          trace.log("A end");
          return "A";
        });
  }

  private Coroutine<String> child(String name, double seconds) {
    return Script.of(
        s -> {
          trace.log(name, "start");
          return s.await(sleep(seconds));
        },
        s -> {
          trace.log(name, "end");
          return name;
        });
  }

  private static String refusal(TaskGroup group, Coroutine<?> coroutine) {
    Throwable refusal =
        assertThrows(IllegalStateException.class, () -> group.createTask(coroutine));
    return refusal.getMessage().replaceFirst(".*] ", "");
  }

  @Test
  @DisplayName(
      "R54: a failure cancels siblings and body; errors stand in the order of completion (c46)")
  void childFails() {
    trace.run(
        s -> s.tryAwait(TaskGroup.open(this::withFailures)),
        s -> {
          trace.log(describe(s.error()));
          trace.log("cancelling", currentTask().cancelling(), tasks.get(0).isCancelled());
          return s.await(sleep(1));
        },
        s -> {
          trace.log("parent usable");
          return null;
        });
    trace.assertLines(
        "4@1 B1 raises",
        "4@1 B2 raises",
        "6@1 S1 cancelled",
        "6@1 body cancelled, cancelling 1",
        "8@3 S1 cleaned",
        "10@3 unhandled errors in a TaskGroup [IllegalArgumentException(B1),"
            + " IllegalArgumentException(B2), ArithmeticException(S1)]",
        "10@3 cancelling 0 false",
        "12@4 parent usable");
  }

  private Coroutine<Object> withFailures(TaskGroup group) {
    return Script.of(
        s -> {
          tasks.add(group.createTask(cleaning("S1", 2, new ArithmeticException("S1"))));
          group.createTask(bad("B1", 1));
          group.createTask(bad("B2", 1));
          return s.tryAwait(sleep(5));
        },
        s -> {
          trace.log("body cancelled, cancelling", currentTask().cancelling());
          return s.rethrow();
        });
  }

  private Coroutine<Void> bad(String name, double seconds) {
    return Script.of(
        s -> s.await(sleep(seconds)),
        s -> {
          trace.log(name, "raises");
          throw new IllegalArgumentException(name);
        });
  }

  /** A child that is to be cancelled, cleans up, and then throws {@code error}, or null: on. */
  private Coroutine<Void> cleaning(String name, double cleanup, Throwable error) {
    return Script.of(
        s -> s.tryAwait(sleep(10)),
        s -> {
          trace.log(name, "cancelled");
          Throwable leaving = error == null ? s.error() : error;
          return s.await(
              Script.of(
                  c -> c.await(cleanup == 0 ? Coroutine.done() : sleep(cleanup)),
                  c -> {
                    if (cleanup > 0) {
                      trace.log(name, "cleaned");
                    }
                    throw leaving;
                  }));
        });
  }

  @Test
  @DisplayName("R56: a failure of the body cancels the children and stands last (c47)")
  void bodyFails() {
    trace.run(
        s -> s.await(trace.outcome("cleanup fails", failingBody(true, true))),
        s -> s.await(trace.outcome("cleanup ok", failingBody(false, true))),
        s -> s.await(trace.outcome("never started", failingBody(true, false))),
        s -> null);
    trace.assertLines(
        "3 child cancelled",
        "5 errors [ArithmeticException(child), IllegalArgumentException(body)]",
        "5 cleanup fails -> null",
        "7 child cancelled",
        "9 errors [IllegalArgumentException(body)]",
        "9 cleanup ok -> null",
        "12 errors [IllegalArgumentException(body)]",
        "12 never started -> null");
  }

  private Coroutine<Void> failingBody(boolean childFails, boolean started) {
    Throwable error = childFails ? new ArithmeticException("child") : null;
    Coroutine<Void> group =
        TaskGroup.open(
            g ->
                Script.of(
                    s -> {
                      g.createTask(cleaning("child", 0, error));
                      return s.await(started ? yieldNow() : Coroutine.done());
                    },
                    s -> {
                      throw new IllegalArgumentException("body");
                    }));
    return Script.of(
        s -> s.tryAwait(group),
        s -> {
          trace.log("errors", errors(s.error()));
          return null;
        });
  }

  @Test
  @DisplayName("R53: a child that ends cancelled is no failure (c48)")
  void childCancelled() {
    trace.run(
        s ->
            s.await(
                TaskGroup.open(
                    group ->
                        Script.of(
                            b -> {
                              tasks.add(group.createTask(sleep(5)));
                              group.createTask(child("B", 2));
                              group.createTask(Coroutine.failed(new CancelledError()));
                              return b.await(sleep(1));
                            },
                            b -> tasks.get(0).cancel()))),
        s -> {
          trace.log("no exception; a cancelled", tasks.get(0).isCancelled());
          return null;
        });
    trace.assertLines("2 B start", "9@2 B end", "11@2 no exception; a cancelled true");
  }

  @Test
  @DisplayName(
      "R57: an outside cancellation waits for the children, and follows their failures (c49)")
  void parentCancelled() {
    trace.run(
        s -> s.await(cancelledParent(null)),
        s -> s.await(cancelledParent(new ArithmeticException("child"))),
        s -> null);
    trace.assertLines(
        "7@1 child cancelled",
        "9@2 child cleaned",
        "12@2 parent raised CancelledError()",
        "12@2 cancelled true cancelling 1",
        "18@3 child cancelled",
        "20@4 child cleaned",
        "22@4 [ArithmeticException(child)] cancelling 1",
        "24@4 parent raised CancelledError()",
        "24@4 cancelled true cancelling 1");
  }

  private Coroutine<Void> cancelledParent(Throwable childError) {
    return Script.of(
        s -> {
          tasks.clear();
          tasks.add(createTask(parentOf(cleaning("child", 1, childError))));
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(0).cancel();
          return s.await(trace.outcome("parent", tasks.get(0)));
        },
        s -> {
          Task<?> parent = tasks.get(0);
          trace.log("cancelled", parent.isCancelled(), "cancelling", parent.cancelling());
          return null;
        });
  }

  private Coroutine<String> parentOf(Coroutine<Void> child) {
    Coroutine<Void> group =
        TaskGroup.open(
            g -> {
              g.createTask(child);
              return Coroutine.done();
            });
    return Script.of(
        s -> s.tryAwait(group),
        s -> {
          if (s.error() instanceof CancelledError) {
            return s.rethrow();
          }
          trace.log(errors(s.error()), "cancelling", currentTask().cancelling());
          return s.await(sleep(1));
        },
        s -> {
          trace.log("parent slept after the group");
          return "ended normally";
        });
  }

  @Test
  @DisplayName("R56: the inner group's exception becomes one error of the outer group (c50)")
  void nested() {
    trace.run(
        s ->
            s.tryAwait(
                TaskGroup.open(
                    outer -> {
                      outer.createTask(
                          TaskGroup.open(
                              inner -> {
                                inner.createTask(bad("leaf", 1));
                                return Coroutine.done();
                              }));
                      tasks.add(outer.createTask(sleep(10)));
                      return Coroutine.done();
                    })),
        s -> {
          trace.log(errors(((ExceptionGroup) s.error()).exceptions().get(0)));
          trace.log("x cancelled", tasks.get(0).isCancelled());
          return null;
        });
    trace.assertLines(
        "5@1 leaf raises", "11@1 [IllegalArgumentException(leaf)]", "11@1 x cancelled true");
  }

  @Test
  @DisplayName(
      "R57: a failure and an outside cancellation in one pass: first the group, then the cancel (c76)")
  void failureMeetsCancellation() {
    Coroutine<Object> parent =
        Script.of(
            s ->
                s.tryAwait(
                    TaskGroup.open(
                        group -> {
                          group.createTask(bad("child", 1));
                          return sleep(10);
                        })),
            s -> {
              trace.log(errors(s.error()), "cancelling", currentTask().cancelling());
              return s.await(sleep(1));
            },
            s -> "ok");
    trace.run(
        s -> {
          tasks.add(createTask(parent));
          return s.await(yieldNow());
        },
        s -> s.await(sleep(1)),
        s -> {
          tasks.get(0).cancel("outside");
          return s.await(trace.outcome("parent", tasks.get(0)));
        },
        s -> {
          trace.log(tasks.get(0).isCancelled(), "cancelling", tasks.get(0).cancelling());
          return null;
        });
    trace.assertLines(
        "5@1 child raises",
        "7@1 [IllegalArgumentException(child)] cancelling 1",
        "9@1 parent raised CancelledError()",
        "9@1 true cancelling 1");
  }

  @Test
  @DisplayName("R58: an aborting group makes no task (c78)")
  void createWhileAborting() {
    trace.run(
        s ->
            s.tryAwait(
                TaskGroup.open(
                    group -> {
                      group.createTask(
                          Script.of(
                              c -> c.tryAwait(sleep(10)),
                              c -> {
                                trace.log(refusal(group, sleep(0)));
                                return c.rethrow();
                              }));
                      group.createTask(Coroutine.failed(new IllegalArgumentException("b")));
                      return Coroutine.done();
                    })),
        s -> {
          trace.log(errors(s.error()));
          return null;
        });
    trace.assertLines("4 is shutting down", "6 [IllegalArgumentException(b)]");
  }

  @Test
  @DisplayName("R58: further cancellations while waiting do not stop the waiting")
  void cancelledTwiceWhileWaiting() {
    trace.run(
        s -> {
          tasks.add(createTask(parentOf(cleaning("child", 3, null))));
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(0).cancel("first");
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(0).cancel("second");
          return s.await(trace.outcome("parent", tasks.get(0)));
        },
        s -> null);
    trace.assertLines(
        "7@1 child cancelled", "12@4 child cleaned", "15@4 parent raised CancelledError(first)");
  }

  @Test
  @DisplayName(
      "R59: children are cancelled in the order of their creation, and cancel() is no failure")
  void cancelGroup() {
    trace.run(
        s ->
            s.await(
                TaskGroup.open(
                    group -> {
                      groups.add(group);
                      group.createTask(cleaning("A", 2, null));
                      group.createTask(cleaning("B", 1, null));
                      trace.loop.callLater(java.time.Duration.ofSeconds(1), group::cancel);
                      return sleep(10);
                    })),
        s -> {
          groups.get(0).cancel();
          trace.log("end", s.result(), "cancelling", currentTask().cancelling());
          return s.await(yieldNow());
        },
        s -> null);
    trace.assertLines(
        "4@1 A cancelled",
        "4@1 B cancelled",
        "6@2 B cleaned",
        "9@3 A cleaned",
        "11@3 end null cancelling 0");
  }

  @Test
  @DisplayName("R59: an outside cancellation that lands while cancel() aborts the group is kept")
  void outsideCancellationWhileAborting() {
    trace.run(
        s -> {
          tasks.add(
              createTask(
                  TaskGroup.open(
                      group -> {
                        groups.add(group);
                        group.createTask(cleaning("A", 2, null));
                        return Coroutine.done();
                      })));
          return s.await(sleep(1));
        },
        s -> {
          groups.get(0).cancel();
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(0).cancel("outside");
          return s.await(trace.outcome("parent", tasks.get(0)));
        },
        s -> null);
    trace.assertLines(
        "6@1 A cancelled", "11@3 A cleaned", "14@3 parent raised CancelledError(outside)");
  }

  private static String describe(Throwable group) {
    return group.getMessage() + " " + errors(group);
  }

  private static List<Object> errors(Throwable group) {
    return ((ExceptionGroup) group).exceptions().stream().map(Trace::text).toList();
  }
}
