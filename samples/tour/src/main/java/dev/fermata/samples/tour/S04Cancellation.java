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

/** A cancelled task: it is told by an error where it waits, and may clean up, awaits included. */
public final class S04Cancellation {
  private S04Cancellation() {}

  @Async
  static Coroutine<Void> worker(String name) {
    System.out.println("[" + name + "] Task started.");
    try {
      await(sleep(Duration.ofSeconds(10)));
      System.out.println("[" + name + "] Task finished.");
    } catch (CancelledError e) {
      System.out.println("[" + name + "] Cancellation received. Performing cleanup...");
      await(sleep(Duration.ofSeconds(1)));
      System.out.println("[" + name + "] Cleanup complete. The task is now cancelled.");
      throw e;
    } finally {
      System.out.println("[" + name + "] Exiting gracefully.");
    }
    return Coroutine.done();
  }

  @Async
  static Coroutine<Void> main() {
    System.out.println("[Main] Creating and scheduling the task.");
    Task<Void> task = createTask(worker("Worker-1"));
    System.out.println("[Main] Waiting 2 seconds before cancelling.");
    await(sleep(Duration.ofSeconds(2)));
    System.out.println("[Main] Requesting task cancellation.");
    task.cancel();
    System.out.println("[Main] Awaiting task to confirm cancellation.");
    try {
      await(task);
    } catch (CancelledError e) {
      System.out.println("[Main] Task has been confirmed as cancelled.");
    }
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
