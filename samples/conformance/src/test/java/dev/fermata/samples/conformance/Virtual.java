package dev.fermata.samples.conformance;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.Async;
import dev.fermata.AsyncBody;
import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What tests need that state one promise each: a loop with a virtual clock around their bodies. */
final class Virtual {
  private Virtual() {}

  /** Runs a body; fails with its error, and when the loop's exception handler was called. */
  static void runs(AsyncBody<Void> main) {
    assertEquals(List.of(), reports(main));
  }

  /** Runs a body and gives what reached the loop's exception handler, as "message: error". */
  static List<String> reports(AsyncBody<Void> main) {
    List<String> reports = new ArrayList<>();
    EventLoop loop = EventLoop.createVirtual();
    loop.setExceptionHandler(
        (where, context) -> reports.add(context.get("message") + ": " + context.get("exception")));
    Fermata.run(Fermata.async(main), loop);
    return reports;
  }

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

  /** Lets the loop run that many passes. */
  @Async
  static Coroutine<Void> passes(int count) {
    for (int i = 0; i < count; i++) {
      await(yieldNow());
    }
    return Coroutine.done();
  }

  static Coroutine<Void> sleep(double seconds) {
    return Fermata.sleep(seconds(seconds));
  }

  static <T> Coroutine<T> sleep(double seconds, T value) {
    return Fermata.sleep(seconds(seconds), value);
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos(nanos(seconds));
  }

  static long nanos(double seconds) {
    return (long) (seconds * 1e9);
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
