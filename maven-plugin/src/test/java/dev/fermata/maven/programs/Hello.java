package dev.fermata.maven.programs;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.time.Duration;

/** A program that needs to be transformed, and is not by the build. */
public final class Hello {
  private Hello() {}

  @Async
  static Coroutine<String> greet(String name) {
    await(sleep(Duration.ofMillis(1)));
    return Coroutine.of("hello " + name);
  }

  /** Greets its arguments. */
  public static void main(String[] arguments) {
    for (String name : arguments) {
      System.out.println(run(greet(name)));
    }
  }
}
