package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import java.time.Duration;

/** A context variable: its value belongs to a task, as a thread local's does to a thread. */
public final class S15ContextVariables {
  private static final ContextVar<String> USER = new ContextVar<>("user", "nobody");

  private S15ContextVariables() {}

  static void log(String what) {
    System.out.println("[" + USER.get() + "] " + what);
  }

  @Async
  static Coroutine<Void> request(String user, Duration duration) {
    USER.set(user);
    log("request begins");
    await(sleep(duration));
    log("request ends");
    return Coroutine.done();
  }

  @Async
  static Coroutine<Void> main() {
    await(gather(request("ann", Duration.ofSeconds(2)), request("bob", Duration.ofSeconds(1))));
    log("main never set the variable");
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
