package dev.fermata.agent.programs;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;

/** A program whose comments say which of its lines are executed: wholly, partly or never. */
public final class Covered {
  private Covered() {}

  @Async
  static Coroutine<Integer> count(int n) {
    int sum = 0; // whole
    for (int i = 0; i < n; i++) { // whole
      await(yieldNow()); // whole
      if (i > 5) { // part
        await(yieldNow()); // never
        sum = 0; // never
      }
      sum += i; // whole
    }
    return Coroutine.of(sum); // whole
  }

  @Async
  static Coroutine<Void> uncalled() {
    await(yieldNow()); // never
    return Coroutine.done(); // never
  }

  /** Counts. */
  public static void main(String[] arguments) {
    System.out.println(run(count(3))); // whole
  } // whole
}
