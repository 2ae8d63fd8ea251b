package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import java.time.Duration;

/** Two tasks, which wait at the same time: the whole takes three seconds, not four. */
public final class S02Tasks {
  private S02Tasks() {}

  @Async
  static Coroutine<Void> sayAfter(Duration delay, String what) {
    await(sleep(delay));
    System.out.println(what);
    return Coroutine.done();
  }

  @Async
  static Coroutine<Void> main() {
    System.out.println("starting main()");
    Task<Void> hello = createTask(sayAfter(Duration.ofSeconds(3), "hello"));
    Task<Void> world = createTask(sayAfter(Duration.ofSeconds(1), "world"));
    System.out.println("tasks created, now awaiting");
    await(hello);
    await(world);
    System.out.println("finished main()");
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
