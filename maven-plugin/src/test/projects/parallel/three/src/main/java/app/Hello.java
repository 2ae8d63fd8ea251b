package app;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;

public final class Hello {
  private Hello() {}

  @Async
  static Coroutine<String> greet(String name) {
    await(yieldNow());
    return Coroutine.of("hello " + name);
  }

  @Async
  static Coroutine<Integer> count(String... names) {
    int count = 0;
    for (String name : names) {
      try {
        count += await(greet(name)).length();
      } finally {
        System.out.println(name);
      }
    }
    return Coroutine.of(count);
  }

  public static void main(String[] arguments) {
    System.out.println(run(count(arguments)));
  }
}
