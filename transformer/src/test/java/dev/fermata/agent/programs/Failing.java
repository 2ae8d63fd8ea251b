package dev.fermata.agent.programs;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;

/** A program in which an awaited method fails after it has suspended. */
public final class Failing {
  private Failing() {}

  @Async
  static Coroutine<String> fail() {
    await(yieldNow());
    throw new IllegalStateException("told");
  }

  @Async
  static Coroutine<String> caller() {
    return Coroutine.of(await(fail()));
  }

  /** Prints the methods that the failure names as having awaited it. */
  public static void main(String[] arguments) {
    try {
      run(caller());
    } catch (IllegalStateException failure) {
      System.out.println(failure.getMessage());
      for (Throwable trace : failure.getSuppressed()) {
        for (StackTraceElement element : trace.getStackTrace()) {
          System.out.println(element.getMethodName());
        }
      }
    }
  }
}
