package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.checks.conformance.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.Async;
import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.ExceptionGroup;
import dev.fermata.Future;
import dev.fermata.TaskGroup;
import dev.fermata.sync.AsyncQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Awaits and bodies that many tests share. */
final class Awaits {
  private Awaits() {}

  /** Awaits what must fail with an error of exactly that type, and gives the error. */
  @Async
  static <X extends Throwable> Coroutine<X> failure(Class<X> type, Awaitable<?> awaitable) {
    Object value;
    try {
      value = await(awaitable);
    } catch (CancelledError | Exception e) {
      assertEquals(type, e.getClass(), e::toString);
      return Coroutine.of(type.cast(e));
    }
    throw new AssertionError("no " + type.getSimpleName() + " but " + value);
  }

  /** Awaits what must end cancelled, and gives the error. */
  static Coroutine<CancelledError> cancellation(Awaitable<?> awaitable) {
    return failure(CancelledError.class, awaitable);
  }

  /** Opens a group that must fail, and gives its failure. */
  static <T> Coroutine<ExceptionGroup> groupFailure(TaskGroup.Body<T> body) {
    return failure(ExceptionGroup.class, TaskGroup.open(body));
  }

  /** A pending future of the running loop. */
  static <T> Future<T> future() {
    return EventLoop.running().createFuture();
  }

  /** Fails after a time, which its message tells. */
  static Coroutine<String> failing(double after) throws IOException {
    return failing(after, "after " + after);
  }

  /** Fails after a time. */
  @Async
  static Coroutine<String> failing(double after, String message) throws IOException {
    await(sleep(after));
    throw new IOException(message);
  }

  /**
   * Sleeps long, and when it is cancelled, writes its name down after a cleanup that takes time.
   */
  @Async
  static Coroutine<Void> logsItsEnd(List<Object> log, String name, double cleanup) {
    try {
      await(sleep(100));
    } finally {
      await(sleep(cleanup));
      log.add(name);
    }
    return Coroutine.done();
  }

  /** Takes all items out of a queue that are in. */
  static List<Integer> drain(AsyncQueue<Integer> queue) {
    List<Integer> items = new ArrayList<>();
    while (!queue.isEmpty()) {
      items.add(queue.getNowait());
    }
    return items;
  }

  /** Lets the loop run that many passes. */
  @Async
  static Coroutine<Void> passes(int count) {
    for (int i = 0; i < count; i++) {
      await(yieldNow());
    }
    return Coroutine.done();
  }

  /** The running loop's time in seconds. */
  static double time() {
    return EventLoop.running().time() / 1e9;
  }

  /** The number of the running loop's pass. */
  static long pass() {
    return EventLoop.running().iteration();
  }
}
