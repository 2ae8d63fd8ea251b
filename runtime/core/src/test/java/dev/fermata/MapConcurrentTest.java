package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.mapConcurrent;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A function for each of many elements, at most so many at the same time. */
class MapConcurrentTest {
  private final Trace trace = new Trace();
  private final List<Task<?>> tasks = new ArrayList<>();

  /** How many calls run, and the most at the same time. */
  private int running;

  private int most;

  private Coroutine<String> call(double seconds) {
    return Script.of(
        s -> {
          trace.log("begin", seconds);
          most = Math.max(most, ++running);
          return s.tryAwait(sleep(seconds));
        },
        s -> {
          running--;
          trace.log(s.error() == null ? "end" : "cancelled", seconds);
          return s.error() == null ? "v" + seconds : s.rethrow();
        });
  }

  private Coroutine<String> failing(double seconds, Throwable error) {
    return Script.of(
        s -> s.await(sleep(seconds)),
        s -> {
          throw error;
        });
  }

  @Test
  void theValuesAreInTheOrderOfTheElementsAndNoMoreThanTheLimitRun() {
    trace.run(
        s -> s.await(mapConcurrent(List.of(3.0, 1.0, 1.0, 2.0), 2, this::call)),
        s -> {
          trace.log(s.result(), "most", most);
          return null;
        });
    trace.prints(
        """
        2 begin 3.0
        2 begin 1.0
        4@1 end 1.0
        6@1 begin 1.0
        8@2 end 1.0
        10@2 begin 2.0
        12@3 end 3.0
        15@4 end 2.0
        17@4 [v3.0, v1.0, v1.0, v2.0] most 2
        """);
  }

  @Test
  void anElementHasNoTaskBeforeItsTurn() {
    trace.run(
        s -> {
          tasks.add(createTask(() -> mapConcurrent(List.of(1.0, 2.0, 3.0), 2, this::call)));
          return s.await(sleep(0.5));
        },
        s -> {
          trace.log("tasks", Fermata.allTasks().size() - 2);
          return s.await(sleep(1));
        },
        s -> {
          trace.log("tasks", Fermata.allTasks().size() - 2);
          return s.await(tasks.get(0));
        },
        s -> null);
    assertEquals(
        List.of("tasks 2", "tasks 2"),
        trace.lines().stream()
            .filter(l -> l.contains("tasks"))
            .map(l -> l.split(" ", 2)[1])
            .toList());
  }

  @Test
  void theFirstFailureIsThrownAsItIsWhenTheOthersHaveEndedAndTheRestNeverBegins() {
    IOException lost = new IOException("lost");
    trace.run(
        s ->
            s.tryAwait(
                mapConcurrent(List.of(9.0, 1.0, 5.0), 2, x -> x == 1 ? failing(x, lost) : call(x))),
        s -> {
          assertSame(lost, s.error());
          trace.log("caught, running", running);
          return null;
        });
    trace.prints(
        """
        2 begin 9.0
        6@1 cancelled 9.0
        8@1 caught, running 0
        """);
  }

  @Test
  void laterFailuresAreSuppressedOnes() {
    IOException first = new IOException("first");
    IOException second = new IOException("second");
    trace.run(
        s ->
            s.tryAwait(
                mapConcurrent(
                    List.of(1, 2),
                    2,
                    x ->
                        x == 1
                            ? failing(1, first)
                            : Script.of(
                                c -> c.tryAwait(sleep(9)),
                                c -> {
                                  throw second;
                                }))),
        s -> {
          assertSame(first, s.error());
          return null;
        });
    assertSame(second, first.getSuppressed()[0]);
  }

  @Test
  void oneErrorThatTwoCallsThrowIsThrownOnce() {
    IOException same = new IOException("same");
    trace.run(
        s -> s.tryAwait(mapConcurrent(List.of(1, 1), 2, x -> failing(x, same))),
        s -> {
          assertSame(same, s.error());
          return null;
        });
    assertFalse(Arrays.asList(same.getSuppressed()).contains(same));
  }

  @Test
  void whatTheFunctionItselfThrowsOrLacksIsAFailure() {
    trace.run(
        s ->
            s.await(
                trace.outcome(
                    "thrown",
                    mapConcurrent(
                        List.of(1),
                        1,
                        x -> {
                          throw new IOException("no call");
                        }))),
        s -> s.await(trace.outcome("null", mapConcurrent(List.of(1), 1, x -> null))),
        s -> null);
    trace.prints(
        """
        4 thrown raised IOException(no call)
        7 null raised NullPointerException(the function of mapConcurrent returned null)
        """);
  }

  @Test
  void aCallThatSomebodyElseCancelsIsAFailureAlsoBeforeItBegins() {
    for (int yields = 0; yields < 2; yields++) {
      int passes = yields;
      Trace one = new Trace();
      one.run(
          s -> {
            tasks.add(createTask(() -> mapConcurrent(List.of(1, 2, 3), 1, x -> sleep(9))));
            return s.await(Passes.yields(1 + passes));
          },
          s -> {
            Task<?>[] all = Fermata.allTasks().toArray(Task<?>[]::new);
            all[all.length - 1].cancel("stranger");
            return s.tryAwait(tasks.get(tasks.size() - 1));
          },
          s -> {
            one.log(s.error(), Fermata.allTasks().size());
            return null;
          });
      assertTrue(one.lines().get(0).endsWith("CancelledError(stranger) 1"), one.lines()::toString);
    }
  }

  @Test
  void aCancelAtEachPassLeavesNoCallAndNoTask() {
    List<String> ends = new ArrayList<>();
    for (int passes = 0; passes < 14; passes++) {
      int yields = passes;
      Trace one = new Trace();
      running = 0;
      one.run(
          s -> {
            tasks.add(createTask(() -> mapConcurrent(List.of(1, 2, 3), 2, this::yielding)));
            return s.await(Passes.yields(yields));
          },
          s -> {
            Task<?> task = tasks.get(tasks.size() - 1);
            task.cancel();
            return s.tryAwait(task);
          },
          s -> {
            assertEquals(0, running);
            assertEquals(1, Fermata.allTasks().size());
            return ends.add(s.error() == null ? "" + s.result() : "" + Trace.text(s.error()));
          });
    }
    List<String> expected = new ArrayList<>(Collections.nCopies(10, "CancelledError()"));
    expected.addAll(Collections.nCopies(4, "[1, 2, 3]"));
    assertEquals(expected, ends);
  }

  /** Counts itself while it waits, also when it is cancelled and cleans up. */
  private Coroutine<Integer> yielding(int value) {
    Throwable[] error = new Throwable[1];
    return Script.of(
        s -> {
          running++;
          return s.tryAwait(yieldNow());
        },
        s -> {
          error[0] = s.error();
          return s.tryAwait(yieldNow());
        },
        s -> {
          running--;
          if (error[0] == null) {
            error[0] = s.error();
          }
          if (error[0] != null) {
            throw error[0];
          }
          return value;
        });
  }

  @Test
  void aCancelWhileTheOthersEndAfterAFailureFollowsTheFailure() {
    trace.run(
        s -> {
          Coroutine<Object> waiting =
              Script.of(
                  w ->
                      w.tryAwait(
                          mapConcurrent(
                              List.of(1, 2),
                              2,
                              x -> x == 1 ? failing(1, new IOException("lost")) : stubborn())),
                  w -> {
                    trace.log(w.error());
                    return w.tryAwait(yieldNow());
                  },
                  w -> {
                    trace.log(w.error());
                    return null;
                  });
          tasks.add(createTask(waiting));
          return s.await(sleep(2));
        },
        s -> tasks.get(0).cancel() ? s.await(tasks.get(0)) : "not cancelled",
        s -> null);
    trace.prints(
        """
        14@4 IOException(lost)
        15@4 CancelledError()
        """);
  }

  /** Needs three seconds to end when it is cancelled. */
  private Coroutine<String> stubborn() {
    return Script.of(s -> s.tryAwait(sleep(9)), s -> s.tryAwait(sleep(3)), s -> "ended");
  }

  @Test
  void eagerTasksRunAsManyElementsAsThereAreWithoutAnyDepth() {
    List<Integer> numbers = IntStream.range(0, 20_000).boxed().toList();
    trace.loop.setEagerTasks(true);
    trace.run(
        s -> s.await(mapConcurrent(numbers, 3, x -> Coroutine.of(-x))),
        s -> {
          assertEquals(numbers.stream().map(x -> -x).toList(), s.result());
          return null;
        });
    trace.prints("");
  }

  @Test
  void theCallsDoNotSeeEachOthersVariables() {
    ContextVar<String> user = new ContextVar<>("user", "nobody");
    trace.run(
        s ->
            s.await(
                mapConcurrent(
                    List.of("a", "b", "c"),
                    1,
                    x -> {
                      String before = user.get();
                      user.set(x);
                      return Coroutine.of(before);
                    })),
        s -> {
          assertEquals(List.of("nobody", "nobody", "nobody"), s.result());
          return null;
        });
    trace.prints("");
  }

  @Test
  void theCollectionIsCopiedAndMayHaveNullsOrNothing() {
    List<String> elements = new ArrayList<>(Arrays.asList("a", null));
    Coroutine<List<String>> mapped = mapConcurrent(elements, 5, x -> Coroutine.of(x));
    elements.clear();
    trace.run(
        s -> s.await(mapped),
        s -> {
          trace.log(s.result());
          assertThrows(UnsupportedOperationException.class, () -> ((List<?>) s.result()).remove(0));
          return s.await(mapConcurrent(elements, 1, x -> Coroutine.of(x)));
        },
        s -> {
          trace.log(s.result());
          return null;
        });
    trace.prints(
        """
        4 [a, null]
        4 []
        """);
  }

  @Test
  void aLimitACollectionAndAFunctionAreNeeded() {
    AsyncFunction<Object, Object> wide = Coroutine::of;
    assertThrows(IllegalArgumentException.class, () -> mapConcurrent(List.of("a"), 0, wide));
    assertThrows(NullPointerException.class, () -> mapConcurrent(null, 1, wide));
    assertThrows(NullPointerException.class, () -> mapConcurrent(List.of("a"), 1, null));
  }
}
