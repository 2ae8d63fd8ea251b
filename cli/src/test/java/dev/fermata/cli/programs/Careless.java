package dev.fermata.cli.programs;

import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;

/** A class with a mistake that the transformer warns of. */
public final class Careless {
  private Careless() {}

  @Async
  static Coroutine<Void> forgetful() {
    yieldNow();
    return Coroutine.done();
  }
}
