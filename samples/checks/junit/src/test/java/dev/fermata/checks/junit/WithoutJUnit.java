package dev.fermata.checks.junit;

import static dev.fermata.Fermata.await;
import static dev.fermata.junit.AsyncTests.runTest;

import dev.fermata.Coroutine;

/** A test that is no more than a program. */
final class WithoutJUnit {
  private WithoutJUnit() {}

  /** Runs the test, and prints what it gives. */
  public static void main(String[] arguments) {
    String egg = runTest(() -> Coroutine.of(await(Kitchen.cook("egg"))));
    System.out.println(egg);
  }
}
