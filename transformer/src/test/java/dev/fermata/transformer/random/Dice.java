package dev.fermata.transformer.random;

import java.util.List;
import java.util.Random;

/** Random choices. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  /** A number from 0 to {@code bound} - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True in so many of a hundred cases. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** One of these. */
  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** One of these. */
  @SafeVarargs
  final <T> T pick(T... list) {
    return list[random.nextInt(list.length)];
  }
}
