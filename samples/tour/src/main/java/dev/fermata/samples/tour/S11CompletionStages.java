package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.util.concurrent.CompletableFuture;

/** Java's own futures: a coroutine awaits them, and an asynchronous method may return one. */
public final class S11CompletionStages {
  private S11CompletionStages() {}

  /** Starts when it is called, unlike a coroutine; to its caller it is any CompletableFuture. */
  @Async
  static CompletableFuture<String> describe(String item) {
    System.out.println("Shop: looking for the " + item + ".");
    int price = await(CompletableFuture.supplyAsync(() -> 100 * item.length()));
    return CompletableFuture.completedFuture(item + " for " + price);
  }

  @Async
  static Coroutine<Void> main() {
    CompletableFuture<String> lamp = describe("lamp");
    System.out.println("Main: the search has begun.");
    System.out.println("Main: found a " + await(lamp) + ".");
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
