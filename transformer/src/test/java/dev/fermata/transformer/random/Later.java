package dev.fermata.transformer.random;

import dev.fermata.Awaitable;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Future;
import java.time.Duration;

/**
 * Things to await, which are complete or pending as the run demands. One program runs at a time.
 */
public final class Later {
  /** A run in which nothing is pending. */
  static final int ALL_DONE = 0;

  /** A run in which everything is pending. */
  static final int ALL_PENDING = 1;

  private static int mode;
  private static int awaits;

  private Later() {}

  /**
   * Begins a run.
   *
   * @param newMode one of the constants, or any other number for a mixture that it decides
   */
  static void begin(int newMode) {
    mode = newMode;
    awaits = 0;
  }

  private static int kind() {
    awaits++;
    if (mode == ALL_DONE) {
      return awaits % 2;
    }
    int mixed = ((awaits + mode * 31) * 0x9E3779B9) >>> 16;
    return mode == ALL_PENDING ? 2 + mixed % 3 : mixed % 5;
  }

  private static <T> Awaitable<T> settled(T value) {
    return switch (kind()) {
      case 0 -> Coroutine.of(value);
      case 1 -> settle(EventLoop.running().createFuture(), value);
      case 2 -> pending(value);
      case 3 -> () -> Fermata.sleep(Duration.ZERO, value);
      default -> Fermata.sleep(Duration.ofMillis(1), value);
    };
  }

  private static <T> Future<T> pending(T value) {
    EventLoop loop = EventLoop.running();
    Future<T> future = loop.createFuture();
    loop.callSoon(() -> settle(future, value));
    return future;
  }

  private static <T> Future<T> settle(Future<T> future, T value) {
    future.setResult(value);
    return future;
  }

  /** Ends with {@code error}; declares it, as an asynchronous method would. */
  public static <T, X extends Throwable> Awaitable<T> fails(X error) throws X {
    EventLoop loop = EventLoop.running();
    Future<T> future = loop.createFuture();
    if (kind() < 2) {
      future.setException(error);
    } else {
      loop.callSoon(() -> future.setException(error));
    }
    return future;
  }

  /** Ends with {@code value}. */
  public static <T> Awaitable<T> later(T value) {
    return settled(value);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Boolean> later(boolean value) {
    return settled(value);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Byte> later(byte value) {
    return settled(value);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Character> later(char value) {
    return settled(value);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Short> later(short value) {
    return settled(value);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Integer> later(int value) {
    return settled(value);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Long> later(long value) {
    return settled(value);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Float> later(float value) {
    return settled(value);
  }

  /** Ends with {@code value}. */
  public static Awaitable<Double> later(double value) {
    return settled(value);
  }
}
