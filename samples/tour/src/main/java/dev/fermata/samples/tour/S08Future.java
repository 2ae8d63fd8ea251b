package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import java.time.Duration;

/** A bare future as the meeting point of two tasks: one sets the result, the other awaits it. */
public final class S08Future {
  private S08Future() {}

  @Async
  static Coroutine<Void> worker(Future<String> answer) {
    System.out.println("Worker: Starting long operation...");
    await(sleep(Duration.ofSeconds(2)));
    System.out.println("Worker: Operation complete. Setting result on Future.");
    answer.setResult("Data successfully processed!");
    return Coroutine.done();
  }

  @Async
  static Coroutine<Void> main() {
    Future<String> answer = EventLoop.running().createFuture();
    Task<Void> worker = createTask(worker(answer));
    System.out.println("Main: Waiting for the Future to have a result...");
    System.out.println("Main: Future's result is: '" + await(answer) + "'");
    await(worker);
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
