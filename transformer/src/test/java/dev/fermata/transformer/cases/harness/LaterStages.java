package dev.fermata.transformer.cases.harness;

import java.util.concurrent.CompletableFuture;

/** Things to await as {@code CompletableFuture} objects. */
public final class LaterStages {
  private LaterStages() {}

  /** Ends with {@code value}. */
  public static <T> CompletableFuture<T> later(T value) {
    return Steps.settledStage(value, null);
  }

  /** Ends with {@code error}; declares it, as an asynchronous method would. */
  public static <T, X extends Throwable> CompletableFuture<T> fails(X error) throws X {
    return Steps.settledStage(null, error);
  }

  /** Ends with {@code value}. */
  public static CompletableFuture<Boolean> later(boolean value) {
    return Steps.settledStage(value, null);
  }

  /** Ends with {@code value}. */
  public static CompletableFuture<Byte> later(byte value) {
    return Steps.settledStage(value, null);
  }

  /** Ends with {@code value}. */
  public static CompletableFuture<Character> later(char value) {
    return Steps.settledStage(value, null);
  }

  /** Ends with {@code value}. */
  public static CompletableFuture<Short> later(short value) {
    return Steps.settledStage(value, null);
  }

  /** Ends with {@code value}. */
  public static CompletableFuture<Integer> later(int value) {
    return Steps.settledStage(value, null);
  }

  /** Ends with {@code value}. */
  public static CompletableFuture<Long> later(long value) {
    return Steps.settledStage(value, null);
  }

  /** Ends with {@code value}. */
  public static CompletableFuture<Float> later(float value) {
    return Steps.settledStage(value, null);
  }

  /** Ends with {@code value}. */
  public static CompletableFuture<Double> later(double value) {
    return Steps.settledStage(value, null);
  }
}
