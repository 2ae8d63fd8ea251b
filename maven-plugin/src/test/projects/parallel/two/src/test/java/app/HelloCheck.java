package app;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;

import dev.fermata.Async;
import dev.fermata.Coroutine;

public final class HelloCheck {
  private HelloCheck() {}

  @Async
  static Coroutine<String> check() {
    return Coroutine.of("checked: " + await(Hello.greet("test")));
  }

  public static void main(String[] arguments) {
    System.out.println(run(check()));
  }
}
