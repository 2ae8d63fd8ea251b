package dev.fermata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A program on a loop with a virtual clock, and what it prints: {@code 5@2 x} is x in the loop's
 * pass 5 at second 2, and second 0 is left out. The tests of asyncio's rules, which are
 * transformed, have the same language; here a {@link Script} takes the place of an asynchronous
 * method.
 */
final class Trace {
  final VirtualEventLoop loop = EventLoop.createVirtual();

  /** Jobs in other threads log, too. */
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  Trace() {
    loop.setExceptionHandler(
        (where, context) -> {
          String message = (String) context.get("message");
          String head = message.startsWith("Exception in callback") ? "callback" : message;
          log("HANDLER", head, "->", context.get("exception"));
        });
  }

  /** Prints words behind the pass and the time. */
  void log(Object... words) {
    StringBuilder line = new StringBuilder().append(loop.iteration());
    long millis = loop.time() / 1_000_000;
    if (millis > 0) {
      line.append('@').append(millis % 1000 == 0 ? millis / 1000 + "" : millis / 1000.0 + "");
    }
    for (Object word : words) {
      line.append(' ').append(text(word));
    }
    lines.add(line.toString());
  }

  /** How a word stands in a line: an error as its name and message. */
  static Object text(Object word) {
    if (word instanceof Throwable error) {
      // asyncio's TimeoutError has no message.
      String message = error instanceof TimeoutException ? null : error.getMessage();
      return error.getClass().getSimpleName() + "(" + (message == null ? "" : message) + ")";
    }
    return word;
  }

  /** Runs {@code main} in the loop and closes it; prints the error that it ends with. */
  Object run(Coroutine<?> main) {
    try {
      return Fermata.run(main, loop);
    } catch (Throwable error) {
      log("run() raised", error);
      return null;
    }
  }

  /** Runs a body of these steps in the loop and closes it; prints the error that it ends with. */
  Object run(Script.Step... main) {
    return run(Script.of(main));
  }

  /** Awaits something and prints its outcome. */
  Coroutine<Void> outcome(String label, Object awaitable) {
    return Script.of(
        s -> s.tryAwait(awaitable),
        s -> {
          if (s.error() == null) {
            log(label, "->", s.result());
          } else {
            log(label, "raised", s.error());
          }
          return null;
        });
  }

  static Coroutine<Void> sleep(double seconds) {
    return Fermata.sleep(Duration.ofNanos((long) (seconds * 1e9)));
  }

  /** Compares what was printed so far. */
  void prints(String expected) {
    assertEquals(expected.strip(), String.join("\n", lines));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
