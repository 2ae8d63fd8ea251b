package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import java.time.Duration;

/**
 * A task in plain Java code, which nothing interrupts: main's second is over long before the
 * computation is, but main can't go on, and cancel, until the worker awaits.
 */
public final class S05PlainCode {
  private S05PlainCode() {}

  static void compute() {
    System.out.println("Task: Starting heavy computation...");
    int number = fibonacci(44);
    if (number != 701_408_733) {
      throw new AssertionError(number);
    }
    System.out.println("Task: Heavy computation finished.");
  }

  /** Takes more than a second for 44. */
  private static int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  @Async
  static Coroutine<Void> worker() {
    System.out.println("Worker: Starting...");
    try {
      compute();
      System.out.println("Worker: First part complete, now awaiting something else...");
      await(sleep(Duration.ofSeconds(5)));
      System.out.println("Worker: Second part complete.");
    } catch (CancelledError e) {
      System.out.println("Worker: Caught CancelledError. Cleanup complete.");
      throw e;
    } finally {
      System.out.println("Worker: Exiting gracefully.");
    }
    return Coroutine.done();
  }

  @Async
  static Coroutine<Void> main() {
    Task<Void> task = createTask(worker());
    System.out.println("Main: Task created. Waiting 1 second before cancelling...");
    await(sleep(Duration.ofSeconds(1)));
    System.out.println("Main: Calling cancel() on the task.");
    task.cancel();
    try {
      await(task);
    } catch (CancelledError e) {
      System.out.println("Main: Task was successfully cancelled.");
    }
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
