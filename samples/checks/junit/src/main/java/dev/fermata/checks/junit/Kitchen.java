package dev.fermata.checks.junit;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.toThread;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import java.time.Duration;
import java.time.Instant;

/** Takes its time. The comments tell which lines the tests run. */
public final class Kitchen {
  private Kitchen() {}

  /** Cooks something, which is soon done if it is an egg. */
  @Async
  public static Coroutine<String> cook(String what) {
    int minutes = 20; // whole
    if (what.equals("egg")) { // whole
      minutes = 5; // whole
    }
    await(sleep(Duration.ofMinutes(minutes))); // whole
    if (what.isEmpty()) { // part
      return Coroutine.of("nothing"); // never
    }
    return Coroutine.of(what + " at " + now()); // whole
  }

  /** Asks somebody in another thread. */
  @Async
  public static Coroutine<String> recipe(String what) {
    return Coroutine.of(await(toThread(() -> "recipe of " + what))); // whole
  }

  private static Instant now() {
    return EventLoop.running().clock().instant(); // whole
  }

  static void burn() {
    throw new IllegalStateException("burnt"); // never
  }
}
