package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.waitFor;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.TimeoutException;
import java.time.Duration;

/** A time limit that is exceeded: what takes too long is cancelled, and done with it first. */
public final class S07TimeLimitExceeded {
  private S07TimeLimitExceeded() {}

  @Async
  static Coroutine<String> slowOperation() {
    System.out.println("Slow operation is starting...");
    try {
      await(sleep(Duration.ofSeconds(5)));
    } catch (CancelledError e) {
      System.out.println("Slow operation was cancelled.");
      throw e;
    }
    return Coroutine.of("Operation complete!");
  }

  @Async
  static Coroutine<Void> main() {
    System.out.println("Waiting for slow operation...");
    try {
      String result = await(waitFor(slowOperation(), Duration.ofSeconds(3)));
      System.out.println("Result: " + result);
    } catch (TimeoutException e) {
      System.out.println("Successfully caught a TimeoutException.");
    }
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
