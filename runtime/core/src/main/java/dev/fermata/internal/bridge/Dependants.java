package dev.fermata.internal.bridge;

import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Throwables;
import dev.fermata.internal.core.Words;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Completes the stages that depend on a future of this library. The JDK completes them inside of
 * the call that completes the future, and wraps a failure for them by a constructor that calls its
 * {@code toString}. If that throws, so does the call, and the stages would wait for ever.
 */
final class Dependants {
  private Dependants() {}

  /** The outcome to complete a future with, so that its dependent stages can be completed, too. */
  static Throwable presentable(Throwable error, CompletableFuture<?> future) {
    if (future.getNumberOfDependents() == 0
        || error instanceof CompletionException
        || Words.canTell(error)) {
      return error;
    }
    return new CompletionException(Words.of(error), error);
  }

  /**
   * Called when a future has been completed but completing its dependent stages has failed. Goes on
   * with the remaining ones.
   */
  static void goOn(BodyFuture<?> future, Throwable failure) {
    // Each attempt removes at least one of the remaining stages.
    for (int left = future.getNumberOfDependents(); left > 0; left--) {
      try {
        future.complete(null);
        left = 0;
      } catch (Throwable another) {
        // The same kind of error as the first one, which is reported.
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
