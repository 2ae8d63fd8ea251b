package dev.fermata.internal.bridge;

import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Throwables;
import dev.fermata.internal.core.Words;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The stages that depend on a future of this library. The JDK completes them inside of the call
 * that completes the future, and wraps a failure for them by a constructor that calls its {@code
 * toString}: where that throws, so does the call, and the stages would wait for ever.
 */
final class Dependants {
  private Dependants() {}

  /** What a future is to be completed with, so that the stages that depend on it can be, too. */
  static Throwable presentable(Throwable error, CompletableFuture<?> future) {
    if (future.getNumberOfDependents() == 0
        || error instanceof CompletionException
        || Words.canTell(error)) {
      return error;
    }
    return new CompletionException(Words.of(error), error);
  }

  /**
   * A future has been completed, but to complete the stages that depend on it has failed: goes on
   * with the others.
   */
  static void goOn(BodyFuture<?> future, Throwable failure) {
    // Each attempt takes at least one from those that are left.
    for (int left = future.getNumberOfDependents(); left > 0; left--) {
      try {
        future.complete(null);
        left = 0;
      } catch (Throwable another) {
        // As the first one, of which is told.
      }
    }
    if (Throwables.isFatal(failure)) {
      throw Throwables.rethrow(failure);
    }
    future.report(
        Failures.context(
            "a stage that depends on an asynchronous method could not be completed", failure));
  }
}
