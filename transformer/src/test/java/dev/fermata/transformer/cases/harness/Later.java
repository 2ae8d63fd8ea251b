package dev.fermata.transformer.cases.harness;

import dev.fermata.Awaitable;

/** Things to await as {@code Awaitable} objects. */
public final class Later {
  private Later() {}

  /** Ends with {@code value}. */
  public static <T> Awaitable<T> later(T value) {
    return Steps.settled(value, null);
  }

  /** Ends with {@code error}; declares it, as an asynchronous method would. */
  public static <T, X extends Throwable> Awaitable<T> fails(X error) throws X {
    return Steps.settled(null, error);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Boolean> later(boolean value) {
    return Steps.settled(value, null);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Byte> later(byte value) {
    return Steps.settled(value, null);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Character> later(char value) {
    return Steps.settled(value, null);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Short> later(short value) {
    return Steps.settled(value, null);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Integer> later(int value) {
    return Steps.settled(value, null);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Long> later(long value) {
    return Steps.settled(value, null);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Float> later(float value) {
    return Steps.settled(value, null);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Double> later(double value) {
    return Steps.settled(value, null);
  }
}
