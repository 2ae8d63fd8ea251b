package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.sync.AsyncQueue;
import java.time.Duration;

/**
 * A queue with room for two: the producer waits while it is full, the consumer while it is empty.
 */
public final class S10Queue {
  private S10Queue() {}

  @Async
  static Coroutine<Void> producer(AsyncQueue<String> queue) {
    for (int i = 1; i <= 4; i++) {
      await(queue.put("item " + i));
      System.out.println("Producer: put item " + i + ".");
    }
    return Coroutine.done();
  }

  @Async
  static Coroutine<Void> consumer(AsyncQueue<String> queue) {
    while (true) {
      String item = await(queue.get());
      System.out.println("Consumer: got " + item + ".");
      await(sleep(Duration.ofSeconds(1)));
      queue.taskDone();
    }
  }

  @Async
  static Coroutine<Void> main() {
    AsyncQueue<String> queue = new AsyncQueue<>(2);
    Task<Void> consumer = createTask(consumer(queue));
    await(producer(queue));
    await(queue.join());
    System.out.println("Main: all items are done.");
    consumer.cancel();
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
