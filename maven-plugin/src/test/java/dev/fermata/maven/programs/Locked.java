package dev.fermata.maven.programs;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;

/** A program with a method that cannot be transformed. */
public final class Locked {
  private Locked() {}

  @Async
  static Coroutine<Void> underLock() {
    synchronized (Locked.class) {
      await(yieldNow());
    }
    return Coroutine.done();
  }

  /** Fails. */
  public static void main(String[] arguments) {
    run(underLock());
  }
}
