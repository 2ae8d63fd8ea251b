package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.waitAny;
import static dev.fermata.Fermata.waitFirstException;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code waitAll}, {@code waitAny}, {@code waitFirstException} (rule R43). */
class WaitTest {
  private final Trace trace = new Trace();
  private final List<Task<Object>> tasks = new ArrayList<>();

  @Test
  @DisplayName(
      "R43: each kind of wait ends in its moment, with both lists in the order given (c32)")
  void kinds() {
    trace.run(
        s -> {
          tasks.add(createTask(child(1, null)));
          tasks.add(createTask(child(2, new IllegalArgumentException())));
          tasks.add(createTask(child(3, null)));
          return s.await(waitAny(tasks));
        },
        s -> {
          show("FIRST_COMPLETED", s.result());
          return s.await(waitFirstException(tasks));
        },
        s -> {
          show("FIRST_EXCEPTION", s.result());
          return s.await(waitAll(tasks));
        },
        s -> {
          show("ALL", s.result());
          return tasks.get(1).exception();
        });
    trace.assertLines(
        "6@1 FIRST_COMPLETED done [0] pending [1, 2]",
        "11@2 FIRST_EXCEPTION done [0, 1] pending [2]",
        "16@3 ALL done [0, 1, 2] pending []");
  }

  @Test
  @DisplayName("R43: neither a time limit nor a cancelled waiter touches the pending futures (c32)")
  void limitAndCancellation() {
    List<Task<?>> waiters = new ArrayList<>();
    trace.run(
        s -> {
          tasks.add(createTask(child(1, null)));
          tasks.add(createTask(child(5, null)));
          return s.await(waitAll(tasks, Duration.ofSeconds(2)));
        },
        s -> {
          show("timeout 2", s.result());
          waiters.add(createTask(waitAll(tasks)));
          return s.await(yieldNow());
        },
        s -> {
          waiters.get(0).cancel();
          return s.await(trace.outcome("cancelled wait", waiters.get(0)));
        },
        s -> {
          trace.log("children untouched", tasks.get(1).cancelling());
          return s.await(waitAll(tasks));
        },
        s -> {
          show("again", s.result());
          return null;
        });
    trace.assertLines(
        "7@2 timeout 2 done [0] pending [1]",
        "10@2 cancelled wait raised CancelledError()",
        "10@2 children untouched 0",
        "15@5 again done [0, 1] pending []");
  }

  @Test
  @DisplayName("R43: a cancelled future is no failure for waitFirstException (c33)")
  void cancelledIsNoFailure() {
    trace.run(
        s -> {
          tasks.add(createTask(child(10, null)));
          tasks.add(createTask(child(3, null)));
          return s.await(yieldNow());
        },
        s -> {
          tasks.get(0).cancel();
          return s.await(waitFirstException(tasks));
        },
        s -> {
          show("FIRST_EXCEPTION", s.result());
          trace.log("cancelled", tasks.get(0).isCancelled());
          return null;
        });
    trace.assertLines("8@3 FIRST_EXCEPTION done [0, 1] pending []", "8@3 cancelled true");
  }

  @Test
  void nothingToWaitForIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> waitAll(List.<Future<String>>of()));
  }

  @Test
  void aFutureOfAnotherLoopIsRefused() {
    VirtualEventLoop other = EventLoop.createVirtual();
    Future<String> foreign = other.createFuture();
    trace.run(trace.outcome("wait", waitAll(List.of(foreign))));
    trace.assertLines(
        "1 wait raised IllegalArgumentException("
            + "Future belongs to another event loop: await its toCompletableFuture(), or have that"
            + " loop run a coroutine by submit)");
    other.close();
  }

  @Test
  void aFutureGivenTwiceIsListedOnce() {
    Future<String> future = trace.loop.createFuture();
    future.setResult("x");
    trace.run(
        s -> s.await(waitAny(List.of(future, future))),
        s -> {
          assertEquals(List.of(future), ((WaitResult<?>) s.result()).done());
          return null;
        });
  }

  private void show(String label, Object result) {
    WaitResult<?> waited = (WaitResult<?>) result;
    trace.log(label, "done", numbers(waited.done()), "pending", numbers(waited.pending()));
  }

  private List<Integer> numbers(List<?> futures) {
    return futures.stream().map(tasks::indexOf).toList();
  }

  private static Coroutine<Object> child(double seconds, Throwable error) {
    return Script.of(
        s -> s.await(sleep(seconds)),
        s -> {
          if (error != null) {
            throw error;
          }
          return seconds;
        });
  }
}
