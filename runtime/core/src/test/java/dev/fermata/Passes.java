package dev.fermata;

import static dev.fermata.Fermata.yieldNow;

/** Waits for a number of passes, for tests that cancel something at each of them in turn. */
final class Passes {
  private Passes() {}

  /** Waits for {@code count} passes. */
  static Coroutine<Void> yields(int count) {
    int[] left = {count};
    return Script.of(s -> left[0]-- > 0 ? s.awaitThen(yieldNow(), 0) : null);
  }
}
