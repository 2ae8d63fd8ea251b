package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Runner;
import java.time.Duration;

/** The program of case 63, for a JVM of its own: it says "ready" and waits for interrupts. */
final class InterruptedProgram {
  private InterruptedProgram() {}

  /** Runs the coroutine that the argument names. */
  public static void main(String[] args) {
    try (Runner runner = new Runner()) {
      System.out.println("result " + runner.run(coroutine(args[0])));
    }
  }

  private static Coroutine<String> coroutine(String name) {
    return switch (name) {
      case "main" -> main();
      case "swallow" -> swallow();
      default -> stubborn();
    };
  }

  @Async
  private static Coroutine<String> main() {
    try {
      System.out.println("ready");
      while (true) {
        await(sleep(Duration.ofSeconds(1)));
      }
    } catch (CancelledError e) {
      System.out.println("main sees CancelledError, cancelling " + currentTask().cancelling());
      throw e;
    } finally {
      await(sleep(Duration.ofMillis(20)));
      System.out.println("cleanup awaited");
    }
  }

  @Async
  private static Coroutine<String> swallow() {
    try {
      System.out.println("ready");
      while (true) {
        await(sleep(Duration.ofSeconds(1)));
      }
    } catch (CancelledError e) {
      return Coroutine.of("swallowed");
    }
  }

  @Async
  private static Coroutine<String> stubborn() {
    try {
      System.out.println("ready");
      await(sleep(Duration.ofHours(1)));
    } finally {
      System.out.println("cleaning up");
      await(sleep(Duration.ofHours(1)));
      System.out.println("cleanup awaited");
    }
    return Coroutine.of("never");
  }
}
