package dev.fermata.internal.core;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The texts of users' objects in reports. The methods of such an object may fail, but a report must
 * not cause another error.
 */
public final class Words {
  /** Part of each text that replaces one that an object failed to give; the reason follows it. */
  private static final String FAILED = " (its toString failed: ";

  private Words() {}

  /** The text of an object, or its class and why it has no text. Never throws. */
  public static String of(Object object) {
    try {
      return String.valueOf(object);
    } catch (Throwable error) {
      return instead(object, error);
    }
  }

  /** Whether an object gives a text. */
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

  /** The replacement for the text of an object that fails to give one. */
  private static String instead(Object object, Throwable error) {
    return object.getClass().getName() + FAILED + ofError(error) + ")";
  }

  /** The text of an error that an object's method has thrown, or only its class. */
  static String ofError(Throwable error) {
    try {
      return error.toString();
    } catch (Throwable second) {
      return error.getClass().getName();
    }
  }

  /** Whether a text contains such a replacement. */
  static boolean areIncomplete(String text) {
    return text.contains(FAILED);
  }

  /** The text of a part of a report. A stack gets one line for each method. */
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
