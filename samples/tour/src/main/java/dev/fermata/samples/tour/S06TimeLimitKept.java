package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.waitFor;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.time.Duration;

/** A time limit that is kept. */
public final class S06TimeLimitKept {
  private S06TimeLimitKept() {}

  @Async
  static Coroutine<String> fastOperation() {
    System.out.println("Fast operation is starting...");
    await(sleep(Duration.ofSeconds(1)));
    return Coroutine.of("Operation complete!");
  }

  @Async
  static Coroutine<Void> main() {
    System.out.println("Waiting for fast operation...");
    String result = await(waitFor(fastOperation(), Duration.ofSeconds(3)));
    System.out.println("Result: " + result);
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
