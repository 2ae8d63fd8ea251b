package dev.fermata.internal.core;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What reports say of users' objects, whose own methods may fail: a report tells of an error, and
 * must not make another one.
 */
public final class Words {
  /** Stands in each text that an object was to give and did not, before the reason. */
  private static final String FAILED = " (its toString failed: ";

  private Words() {}

  /** What an object says of itself, or its class and why it does not. This throws nothing. */
  public static String of(Object object) {
    try {
      return String.valueOf(object);
    } catch (Throwable error) {
      return instead(object, error);
    }
  }

  /** Whether an object says something of itself. */
  public static boolean canTell(Object object) {
    try {
      return object.toString() != null;
    } catch (Throwable error) {
      return false;
    }
  }

  /** A class's name without its package, as in {@code Chat$Room}. */
  static String shortName(Class<?> type) {
    String name = type.getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What stands for an object that fails to say something of itself. */
  private static String instead(Object object, Throwable error) {
    return object.getClass().getName() + FAILED + ofError(error) + ")";
  }

  /** As {@link #of}, of the error of an object's method, where one attempt more is enough. */
  static String ofError(Throwable error) {
    try {
      return error.toString();
    } catch (Throwable second) {
      return error.getClass().getName();
    }
  }

  /** Whether a text lacks what an object was to give. */
  static boolean areIncomplete(String text) {
    return text.contains(FAILED);
  }

  /** The words for a part of a report: a stack takes a line for each method. */
  static String ofDetail(Object value) {
    try {
      if (value instanceof List<?> stack) {
        return stack.stream().map(at -> "\n\tat " + of(at)).collect(Collectors.joining());
      }
      if (value instanceof Map<?, ?> context) {
        return context.entrySet().stream()
            .map(entry -> of(entry.getKey()) + "=" + of(entry.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
      }
    } catch (Throwable error) {
      return instead(value, error);
    }
    return of(value);
  }
}
