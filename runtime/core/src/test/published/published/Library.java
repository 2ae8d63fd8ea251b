package published;

import static dev.fermata.Fermata.await;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The part of a library that others await. */
public class Library {
  @Async
  public static Coroutine<Integer> price(String item) {
    await(Fermata.sleep(Duration.ofSeconds(item.length())));
    return Coroutine.of(10 * item.length());
  }

  @Async
  public Coroutine<String> describe(Object item) throws Exception {
    if (item == null) {
      throw new java.io.IOException("no item");
    }
    await(Fermata.yieldNow());
    return Coroutine.of("<" + item + ">");
  }

  @Async
  public static CompletableFuture<Long> later(CompletableFuture<Long> first, long second) {
    return CompletableFuture.completedFuture(await(first) * second);
  }
}
