package dev.fermata.samples.benchmarks;

import static dev.fermata.Fermata.await;

import dev.fermata.Async;
import dev.fermata.Coroutine;

/** Awaited calls, which never suspend, of methods of two classes that call each other. */
final class Across {
  private Across() {}

  @Async
  static Coroutine<Integer> fibonacci(int n) {
    if (n < 2) {
      return Coroutine.of(n);
    }
    return Coroutine.of(await(There.fibonacci(n - 1)) + await(There.fibonacci(n - 2)));
  }

  /** The other class. */
  static final class There {
    private There() {}

    @Async
    static Coroutine<Integer> fibonacci(int n) {
      if (n < 2) {
        return Coroutine.of(n);
      }
      return Coroutine.of(await(Across.fibonacci(n - 1)) + await(Across.fibonacci(n - 2)));
    }
  }
}
