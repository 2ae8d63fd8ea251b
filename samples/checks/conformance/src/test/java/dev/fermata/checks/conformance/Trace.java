package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.await;
import static dev.fermata.checks.conformance.Python.repr;
import static dev.fermata.checks.conformance.Python.str;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.Async;
import dev.fermata.AsyncBody;
import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Runner;
import dev.fermata.VirtualEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A program on a loop with a virtual clock, and what it prints: {@code 5@2 x} is x in the loop's
 * pass 5 at second 2, and second 0 is left out. Pass 1 is the one in which main's first step runs.
 * The runtime's own tests have the same language, with Java's words for errors in place of
 * Python's.
 */
class Trace {
  private final EventLoop loop;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  Trace() {
    this(EventLoop.createVirtual());
  }

  /** A program on another loop, for those that need the real time. */
  Trace(EventLoop loop) {
    this.loop = loop;
    loop.setExceptionHandler((where, context) -> handle(context));
  }

  /** The main coroutine. */
  Coroutine<?> main() throws Exception {
    return Coroutine.done();
  }

  /** The whole program; runs {@link #main} unless overridden. */
  void program() throws Exception {
    run(main());
  }

  /** Runs the program and compares what it printed. */
  final void prints(String expected) throws Exception {
    program();
    assertEquals(expected.strip(), String.join("\n", lines));
  }

  // ---------------------------------------------------------------- programs that print nothing

  /** Runs a body; fails with its error, and when the loop's exception handler was called. */
  static void runs(AsyncBody<Void> main) {
    assertEquals(List.of(), reports(main));
  }

  /** Runs a body and gives what reached the loop's exception handler, as "message: error". */
  static List<String> reports(AsyncBody<Void> main) {
    List<String> reports = new ArrayList<>();
    VirtualEventLoop loop = EventLoop.createVirtual();
    loop.setExceptionHandler(
        (where, context) -> reports.add(context.get("message") + ": " + context.get("exception")));
    Fermata.run(Fermata.async(main), loop);
    return reports;
  }

  // ---------------------------------------------------------------- for programs

  /** Runs a coroutine in the loop, tells the error it ends with, and winds the loop up. */
  final <T> T run(Coroutine<T> main) {
    try (Runner runner = Runner.of(loop)) {
      try {
        return runner.run(main);
      } catch (Throwable e) {
        log("run() raised", repr(e));
        return null;
      }
    }
  }

  /** Prints words behind the pass and the time. */
  final void log(Object... words) {
    StringBuilder place = new StringBuilder().append(loop.iteration());
    if (loop.time() != 0) {
      double seconds = loop.time() / 1e9;
      place.append('@').append(seconds == Math.rint(seconds) ? "" + (long) seconds : "" + seconds);
    }
    print(place, words);
  }

  /** Prints words alone. */
  final void print(Object first, Object... more) {
    StringBuilder line = new StringBuilder(str(first.toString()));
    for (Object word : more) {
      line.append(' ').append(str(word));
    }
    lines.add(line.toString());
  }

  /** Awaits something and prints its outcome. */
  @Async
  final Coroutine<Void> outcome(String label, Awaitable<?> awaitable) {
    try {
      Object value = await(awaitable);
      log(label, "->", repr(value));
    } catch (CancelledError | Exception e) {
      log(label, "raised", repr(e));
    }
    return Coroutine.done();
  }

  final EventLoop loop() {
    return loop;
  }

  /** The number of the pass. */
  final long it() {
    return loop.iteration();
  }

  /** The loop's time in seconds. */
  final double time() {
    return loop.time() / 1e9;
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

  /** The same as nanoseconds on the loop's clock. */
  static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  private void handle(Map<String, Object> context) {
    String message = Python.message((String) context.get("message"));
    String head = message.startsWith("Exception in callback") ? "Exception in callback" : message;
    log("HANDLER", head, "->", repr(context.get("exception")));
  }
}
