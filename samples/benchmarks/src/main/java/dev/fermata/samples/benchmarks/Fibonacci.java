package dev.fermata.samples.benchmarks;

import static dev.fermata.Fermata.await;

import dev.fermata.Async;
import dev.fermata.Coroutine;

/** Awaited calls that never suspend, by the ways that a call finds its target. */
final class Fibonacci implements Numbers {
  @Async
  static Coroutine<Integer> here(int n) {
    if (n < 2) {
      return Coroutine.of(n);
    }
    return Coroutine.of(await(here(n - 1)) + await(here(n - 2)));
  }

  @Async
  @Override
  public Coroutine<Integer> virtual(Numbers numbers, int n) {
    if (n < 2) {
      return Coroutine.of(n);
    }
    return Coroutine.of(
        await(numbers.virtual(numbers, n - 1)) + await(numbers.virtual(numbers, n - 2)));
  }
}
