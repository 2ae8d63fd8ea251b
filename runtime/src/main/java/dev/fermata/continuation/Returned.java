package dev.fermata.continuation;

import java.util.Arrays;

/**
 * Takes the value that an activation has returned in the form in which the code that awaits it
 * wants it: as an object, or as the primitive that it unboxes at once, which then was never boxed.
 *
 * <p>The value is what {@link Dispatcher#resume} has returned. Where the context is suspended that
 * is a dummy, and so is what it becomes. A value that cannot be unboxed is an error in the line
 * that does so, with the trace that plain Java gives it.
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
    if (context.suspended) {
      return false;
    }
    try {
      return (Boolean) present(value, context, "java.lang.Boolean.booleanValue()");
    } catch (RuntimeException e) {
      throw atCaller(e);
    }
  }

  /** The value of a call that gives {@code Byte} or null, unboxed. */
  public static byte byteValue(Object value, Context context) {
    if (value == Primitive.BYTE) {
      return (byte) context.primitive;
    }
    if (context.suspended) {
      return 0;
    }
    try {
      return (Byte) present(value, context, "java.lang.Byte.byteValue()");
    } catch (RuntimeException e) {
      throw atCaller(e);
    }
  }

  /** The value of a call that gives {@code Character} or null, unboxed. */
  public static char charValue(Object value, Context context) {
    if (value == Primitive.CHAR) {
      return (char) context.primitive;
    }
    if (context.suspended) {
      return 0;
    }
    try {
      return (Character) present(value, context, "java.lang.Character.charValue()");
    } catch (RuntimeException e) {
      throw atCaller(e);
    }
  }

  /** The value of a call that gives {@code Short} or null, unboxed. */
  public static short shortValue(Object value, Context context) {
    if (value == Primitive.SHORT) {
      return (short) context.primitive;
    }
    if (context.suspended) {
      return 0;
    }
    try {
      return (Short) present(value, context, "java.lang.Short.shortValue()");
    } catch (RuntimeException e) {
      throw atCaller(e);
    }
  }

  /** The value of a call that gives {@code Integer} or null, unboxed. */
  public static int intValue(Object value, Context context) {
    if (value == Primitive.INT) {
      return (int) context.primitive;
    }
    if (context.suspended) {
      return 0;
    }
    try {
      return (Integer) present(value, context, "java.lang.Integer.intValue()");
    } catch (RuntimeException e) {
      throw atCaller(e);
    }
  }

  /** The value of a call that gives {@code Long} or null, unboxed. */
  public static long longValue(Object value, Context context) {
    if (value == Primitive.LONG) {
      return context.primitive;
    }
    if (context.suspended) {
      return 0;
    }
    try {
      return (Long) present(value, context, "java.lang.Long.longValue()");
    } catch (RuntimeException e) {
      throw atCaller(e);
    }
  }

  /** The value of a call that gives {@code Float} or null, unboxed. */
  public static float floatValue(Object value, Context context) {
    if (value == Primitive.FLOAT) {
      return Float.intBitsToFloat((int) context.primitive);
    }
    if (context.suspended) {
      return 0;
    }
    try {
      return (Float) present(value, context, "java.lang.Float.floatValue()");
    } catch (RuntimeException e) {
      throw atCaller(e);
    }
  }

  /** The value of a call that gives {@code Double} or null, unboxed. */
  public static double doubleValue(Object value, Context context) {
    if (value == Primitive.DOUBLE) {
      return Double.longBitsToDouble(context.primitive);
    }
    if (context.suspended) {
      return 0;
    }
    try {
      return (Double) present(value, context, "java.lang.Double.doubleValue()");
    } catch (RuntimeException e) {
      throw atCaller(e);
    }
  }

  /** The value as an object, which must not be null. */
  private static Object present(Object value, Context context, String unboxing) {
    Object object = context.boxed(value);
    if (object == null) {
      throw new NullPointerException(
          "Cannot invoke \""
              + unboxing
              + "\" because the return value of"
              + " \"dev.fermata.Fermata.await(dev.fermata.Awaitable)\" is null");
    }
    return object;
  }

  /** Takes the runtime out of the trace of what the user's code has done wrong. */
  private static RuntimeException atCaller(RuntimeException error) {
    StackTraceElement[] trace = error.getStackTrace();
    int own = 0;
    while (own < trace.length && isOwn(trace[own].getClassName())) {
      own++;
    }
    error.setStackTrace(Arrays.copyOfRange(trace, own, trace.length));
    return error;
  }

  private static boolean isOwn(String type) {
    return type.equals(Returned.class.getName()) || type.equals(Context.class.getName());
  }
}
