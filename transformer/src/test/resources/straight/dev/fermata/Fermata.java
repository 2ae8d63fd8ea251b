package dev.fermata;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The straight runtime: every await gives its value at once, or throws. */
public final class Fermata {
  private Fermata() {}

  public static <T> T await(Awaitable<T> awaitable) {
    return awaitable.toCoroutine().outcome();
  }

  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw Coroutine.<RuntimeException>unchecked(e.getCause());
    }
  }

  public static <T> T run(Coroutine<T> main) {
    return main.outcome();
  }

  public static Coroutine<Void> sleep(Duration delay) {
    return Coroutine.done();
  }

  public static <T> Coroutine<T> sleep(Duration delay, T value) {
    return Coroutine.of(value);
  }

  public static Coroutine<Void> yieldNow() {
    return Coroutine.done();
  }
}
