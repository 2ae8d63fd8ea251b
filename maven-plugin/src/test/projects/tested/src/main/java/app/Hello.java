package app;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.time.Duration;

/** What is tested. */
public final class Hello {
  private Hello() {}

  /** Greets somebody, an hour later. */
  @Async
  public static Coroutine<String> greet(String name) {
    await(sleep(Duration.ofHours(1)));
    return Coroutine.of("hello " + name);
  }
}
