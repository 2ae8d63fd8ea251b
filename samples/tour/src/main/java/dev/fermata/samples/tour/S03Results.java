package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import java.time.Duration;
import java.util.List;

/** The results of several tasks, in the order of the tasks, whichever is done first. */
public final class S03Results {
  private S03Results() {}

  @Async
  static Coroutine<String> work(String name, Duration duration) {
    System.out.println("Task " + name + ": starting...");
    await(sleep(duration));
    System.out.println("Task " + name + ": finished.");
    return Coroutine.of("Result of " + name);
  }

  @Async
  static Coroutine<Void> main() {
    System.out.println("Main: creating tasks...");
    Task<String> a = createTask(work("A", Duration.ofSeconds(3)));
    Task<String> b = createTask(work("B", Duration.ofSeconds(1)));
    System.out.println("Main: tasks are scheduled, now waiting for them to complete...");
    List<String> results = await(gather(a, b));
    System.out.println("Main: Got results: " + String.join(", ", results));
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
