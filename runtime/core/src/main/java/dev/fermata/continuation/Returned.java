package dev.fermata.continuation;

import dev.fermata.internal.code.LibraryPackages;
import dev.fermata.internal.code.Primitive;
import java.util.Arrays;
import java.util.Locale;

/**
 * Converts the value that an activation has returned to the form that the awaiting code needs: an
 * object, or a primitive. A primitive that the awaiting code unboxes at once is never boxed.
 *
 * <p>The value is the one that {@link Dispatcher#resume} has returned. If the context is suspended,
 * it is a dummy, and so is the result. A value that cannot be unboxed causes an error in the line
 * that unboxes it, with the same stack trace as in plain Java.
 */
public final class Returned {
  private Returned() {}

  /** The value as an object. */
  public static Object object(Object value, Context context) {
    return context.boxed(value);
  }

  /** The value of a call that gives {@code Boolean} or null, unboxed. */
  public static boolean booleanValue(Object value, Context context) {
    if (value == Primitive.BOOLEAN) {
      return context.primitive != 0;
    }
    if (context.boxed(value) instanceof Boolean object) {
      return object;
    }
    if (context.suspended) {
      return false;
    }
    throw failure(context.boxed(value), Primitive.BOOLEAN);
  }

  /** The value of a call that gives {@code Byte} or null, unboxed. */
  public static byte byteValue(Object value, Context context) {
    if (value == Primitive.BYTE) {
      return (byte) context.primitive;
    }
    if (context.boxed(value) instanceof Byte object) {
      return object;
    }
    if (context.suspended) {
      return 0;
    }
    throw failure(context.boxed(value), Primitive.BYTE);
  }

  /** The value of a call that gives {@code Character} or null, unboxed. */
  public static char charValue(Object value, Context context) {
    if (value == Primitive.CHAR) {
      return (char) context.primitive;
    }
    if (context.boxed(value) instanceof Character object) {
      return object;
    }
    if (context.suspended) {
      return 0;
    }
    throw failure(context.boxed(value), Primitive.CHAR);
  }

  /** The value of a call that gives {@code Short} or null, unboxed. */
  public static short shortValue(Object value, Context context) {
    if (value == Primitive.SHORT) {
      return (short) context.primitive;
    }
    if (context.boxed(value) instanceof Short object) {
      return object;
    }
    if (context.suspended) {
      return 0;
    }
    throw failure(context.boxed(value), Primitive.SHORT);
  }

  /** The value of a call that gives {@code Integer} or null, unboxed. */
  public static int intValue(Object value, Context context) {
    if (value == Primitive.INT) {
      return (int) context.primitive;
    }
    if (context.boxed(value) instanceof Integer object) {
      return object;
    }
    if (context.suspended) {
      return 0;
    }
    throw failure(context.boxed(value), Primitive.INT);
  }

  /** The value of a call that gives {@code Long} or null, unboxed. */
  public static long longValue(Object value, Context context) {
    if (value == Primitive.LONG) {
      return context.primitive;
    }
    if (context.boxed(value) instanceof Long object) {
      return object;
    }
    if (context.suspended) {
      return 0;
    }
    throw failure(context.boxed(value), Primitive.LONG);
  }

  /** The value of a call that gives {@code Float} or null, unboxed. */
  public static float floatValue(Object value, Context context) {
    if (value == Primitive.FLOAT) {
      return Float.intBitsToFloat((int) context.primitive);
    }
    if (context.boxed(value) instanceof Float object) {
      return object;
    }
    if (context.suspended) {
      return 0;
    }
    throw failure(context.boxed(value), Primitive.FLOAT);
  }

  /** The value of a call that gives {@code Double} or null, unboxed. */
  public static double doubleValue(Object value, Context context) {
    if (value == Primitive.DOUBLE) {
      return Double.longBitsToDouble(context.primitive);
    }
    if (context.boxed(value) instanceof Double object) {
      return object;
    }
    if (context.suspended) {
      return 0;
    }
    throw failure(context.boxed(value), Primitive.DOUBLE);
  }

  /**
   * The error of an object that cannot be unboxed. It is made here and not in the code that each
   * call passes. Compiled code that has thrown an implicit exception several times throws it
   * without message and stack trace, and to the JVM all awaits of the program would be the same
   * code.
   */
  private static RuntimeException failure(Object object, Primitive kind) {
    try {
      if (object != null) {
        throw new AssertionError(kind.cast(object));
      }
      String unboxing =
          kind.box(0).getClass().getName() + "." + kind.name().toLowerCase(Locale.ROOT) + "Value()";
      throw new NullPointerException(
          "Cannot invoke \""
              + unboxing
              + "\" because the return value of"
              + " \"dev.fermata.Fermata.await(dev.fermata.Awaitable)\" is null");
    } catch (RuntimeException e) {
      return atCaller(e);
    }
  }

  /** Removes the runtime's methods from the stack trace of an error of the user's code. */
  private static RuntimeException atCaller(RuntimeException error) {
    StackTraceElement[] trace = error.getStackTrace();
    int own = 0;
    while (own < trace.length && LibraryPackages.containsClass(trace[own].getClassName())) {
      own++;
    }
    error.setStackTrace(Arrays.copyOfRange(trace, own, trace.length));
    return error;
  }
}
