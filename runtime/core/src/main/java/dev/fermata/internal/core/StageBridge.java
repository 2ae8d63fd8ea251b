package dev.fermata.internal.core;

import dev.fermata.Future;
import dev.fermata.continuation.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How a loop and the stages of {@code java.util.concurrent} wait for each other. */
public interface StageBridge {
  /**
   * Waits for a stage in a task.
   *
   * @return the value; meaningless when the context is suspended
   */
  Object await(CompletionStage<?> stage, Context context) throws Throwable;

  /** A {@code CompletableFuture} that follows a loop's future. */
  <T> CompletableFuture<T> viewOf(Future<T> future);
}
