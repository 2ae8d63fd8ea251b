package dev.fermata.transformer.random;

import java.util.concurrent.Callable;

/** What stands in the plain form of a program where the other one awaits. */
public final class Plain {
  private Plain() {}

  /** Throws. */
  public static <X extends Throwable> void fails(X error) throws X {
    throw error;
  }

  /** Calls a lambda. */
  public static <T> T call(Callable<T> body) {
    try {
      return body.call();
    } catch (Exception e) {
      throw Plain.<RuntimeException>unchecked(e);
    }
  }

  // The cast is not carried out, and the result never given.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X unchecked(Throwable error) throws X {
    throw (X) error;
  }

  /** Gives the value. */
  public static <T> T later(T value) {
    return value;
  }

  /** Gives the value. */
  public static boolean later(boolean value) {
    return value;
  }

  /** Gives the value. */
  public static byte later(byte value) {
    return value;
  }

  /** Gives the value. */
  public static char later(char value) {
    return value;
  }

  /** Gives the value. */
  public static short later(short value) {
    return value;
  }

  /** Gives the value. */
  public static int later(int value) {
    return value;
  }

  /** Gives the value. */
  public static long later(long value) {
    return value;
  }

  /** Gives the value. */
  public static float later(float value) {
    return value;
  }

  /** Gives the value. */
  public static double later(double value) {
    return value;
  }
}
