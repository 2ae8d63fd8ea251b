package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code gather} and {@code gatherSettled} (rules R40 to R42). */
class GatherTest {
  private final Trace trace = new Trace();

  @Test
  @DisplayName("values come in the order of the arguments, a future given twice is run once (c27)")
  void valuesInTheOrderOfTheArguments() {
    trace.run(
        s -> {
          Task<String> twice = createTask(ending("dup", 2));
          return s.await(gather(ending("slow", 3), twice, ending("fast", 1), twice));
        },
        s -> {
          trace.log(s.result());
          Future<List<Object>> empty = gather();
          trace.log("empty done", empty.isDone());
          return s.await(empty);
        },
        s -> {
          trace.log(s.result());
          return null;
        });
    trace.assertLines(
        "4@1 fast done",
        "7@2 dup done",
        "10@3 slow done",
        "12@3 [slow, dup, fast, dup]",
        "12@3 empty done true",
        "12@3 []");
  }

  @Test
  @DisplayName("R40: the first failure fails the gather, siblings run on and fail unheard (c28)")
  void firstFailureAtOnce() {
    List<Future<?>> kept = new ArrayList<>();
    trace.run(
        s -> {
          kept.add(gather(failing("A", 1), failing("B", 2), ending("C", 3)));
          return s.await(trace.outcome("gather", kept.get(0)));
        },
        s -> {
          trace.log("cancel after failure", kept.get(0).cancel());
          return s.await(sleep(5));
        },
        s -> s.await(gatherSettled(failing("A", 1), ending("B", 2))),
        s -> {
          trace.log("settled", describe(s.result()));
          return null;
        });
    trace.assertLines(
        "4@1 A fails",
        "6@1 gather raised IllegalArgumentException(A)",
        "6@1 cancel after failure false",
        "8@2 B fails",
        "11@3 C done",
        "17@7 A fails",
        "20@8 B done",
        "22@8 settled [IllegalArgumentException(A), B]");
  }

  @Test
  @DisplayName(
      "R41: a cancelled gather fails when its first child has ended, settled: its last (c29)")
  void cancelledGather() {
    trace.run(
        s -> s.await(cancelAfterOneSecond(false)),
        s -> s.await(sleep(10)),
        s -> s.await(cancelAfterOneSecond(true)),
        s -> null);
    trace.assertLines(
        "4@1 cancel true done false",
        "7@2 B cleaned up",
        "9@2 gather raised CancelledError()",
        "9@2 cancelled false",
        "11@4 A cleaned up",
        "17@13 cancel true done false",
        "20@14 B cleaned up",
        "23@16 A cleaned up",
        "25@16 gather raised CancelledError()",
        "25@16 cancelled false");
  }

  private Coroutine<Void> cancelAfterOneSecond(boolean settled) {
    List<Future<?>> kept = new ArrayList<>();
    return Script.of(
        s -> {
          List<Coroutine<String>> children = List.of(cleaning("A", 10, 3), cleaning("B", 10, 1));
          kept.add(settled ? gatherSettled(children) : gather(children));
          return s.await(sleep(1));
        },
        s -> {
          trace.log("cancel", kept.get(0).cancel(), "done", kept.get(0).isDone());
          return s.await(trace.outcome("gather", kept.get(0)));
        },
        s -> {
          trace.log("cancelled", kept.get(0).isCancelled());
          return null;
        });
  }

  @Test
  @DisplayName("R42: a child cancelled alone is a failure of the gather, or listed (c29)")
  void childCancelledAlone() {
    List<Task<String>> kept = new ArrayList<>();
    List<Future<?>> gathers = new ArrayList<>();
    trace.run(
        s -> {
          kept.add(createTask(cleaning("C", 10, 0)));
          gathers.add(gather(kept.get(0), ending("D", 1)));
          return s.await(yieldNow());
        },
        s -> {
          kept.get(0).cancel("c");
          return s.await(trace.outcome("child cancelled", gathers.get(0)));
        },
        s -> {
          trace.log("gather cancelled", gathers.get(0).isCancelled());
          kept.set(0, createTask(cleaning("E", 10, 0)));
          return s.await(yieldNow());
        },
        s -> {
          kept.get(0).cancel();
          return s.await(gatherSettled(kept.get(0), ending("F", 1)));
        },
        s -> {
          trace.log(describe(s.result()));
          return null;
        });
    trace.assertLines(
        "4 C cleaned up",
        "6 child cancelled raised CancelledError(c)",
        "6 gather cancelled false",
        "9 E cleaned up",
        "12@1 D done",
        "12@1 F done",
        "14@1 [CancelledError(), F]");
  }

  @Test
  @DisplayName("R41: cancelling the task that awaits a gather leaves slow children behind (c80)")
  void cancelledAwaiter() {
    List<Task<?>> kept = new ArrayList<>();
    trace.run(
        s -> {
          kept.add(
              createTask(
                  Script.of(
                      p -> p.tryAwait(gather(cleaning("fast", 50, 1), cleaning("slow", 50, 5))),
                      p -> {
                        trace.log("parent resumed");
                        return p.rethrow();
                      })));
          return s.await(sleep(1));
        },
        s -> {
          kept.get(0).cancel();
          return s.await(trace.outcome("parent", kept.get(0)));
        },
        s -> s.await(sleep(10)),
        s -> null);
    trace.assertLines(
        "8@2 fast cleaned up",
        "10@2 parent resumed",
        "11@2 parent raised CancelledError()",
        "13@6 slow cleaned up");
  }

  @Test
  void aGatherOfDoneFuturesIsDoneAtOnce() {
    Future<String> done = trace.loop.createFuture();
    done.setResult(null);
    Future<List<String>> gathered = gather(done, done);
    assertEquals(Arrays.asList(null, null), gathered.result());
    trace.loop.close();
  }

  @Test
  void aFailureThatIsThereAlreadyFailsTheGatherAtOnce() {
    Future<String> pending = trace.loop.createFuture();
    Future<String> failed = trace.loop.createFuture();
    Throwable error = new IllegalArgumentException("early");
    failed.setException(error);
    assertSame(error, gather(pending, failed).exception());
    assertFalse(pending.isDone());
    trace.loop.close();
  }

  @Test
  void aCoroutineGivenTwiceIsRunOnceAndOneThatWasUsedIsRefused() {
    Coroutine<String> twice = ending("twice", 1);
    trace.run(
        s -> s.await(gather(twice, twice)),
        s -> {
          trace.log(s.result());
          assertThrows(IllegalStateException.class, () -> gather(twice));
          return null;
        });
    trace.assertLines("4@1 twice done", "6@1 [twice, twice]");
  }

  @Test
  void anotherAwaitableGivenTwiceIsAskedForOneCoroutine() {
    List<String> asked = new ArrayList<>();
    Awaitable<String> users =
        () -> {
          asked.add("asked");
          return ending("u", 1);
        };
    trace.run(s -> s.await(gather(users, users)), s -> s.result());
    assertEquals(List.of("asked"), asked);
  }

  @Test
  void futuresOfDifferentLoopsAreRefused() {
    VirtualEventLoop other = EventLoop.createVirtual();
    Future<String> here = trace.loop.createFuture();
    Future<String> there = other.createFuture();
    assertThrows(IllegalArgumentException.class, () -> gather(here, there));
    assertTrue(gather(there).cancel());
    other.close();
  }

  private static List<Object> describe(Object settled) {
    List<Object> all = new ArrayList<>();
    for (Object one : (List<?>) settled) {
      Settled<?> child = (Settled<?>) one;
      all.add(child.exception() == null ? child.value() : Trace.text(child.exception()));
    }
    return all;
  }

  private Coroutine<String> ending(String name, double seconds) {
    return Script.of(
        s -> s.await(sleep(seconds)),
        s -> {
          trace.log(name, "done");
          return name;
        });
  }

  private Coroutine<String> failing(String name, double seconds) {
    return Script.of(
        s -> s.await(sleep(seconds)),
        s -> {
          trace.log(name, "fails");
          throw new IllegalArgumentException(name);
        });
  }

  private Coroutine<String> cleaning(String name, double seconds, double cleanup) {
    return Script.of(
        s -> s.tryAwait(sleep(seconds)),
        s -> s.error() == null ? name : s.await(cleaned(name, cleanup, s.error())));
  }

  private Coroutine<Void> cleaned(String name, double cleanup, Throwable error) {
    return Script.of(
        s -> s.await(sleep(cleanup)),
        s -> {
          trace.log(name, "cleaned up");
          throw error;
        });
  }
}
