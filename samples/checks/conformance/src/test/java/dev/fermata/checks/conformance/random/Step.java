package dev.fermata.checks.conformance.random;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One step of a random program.
 *
 * @param number its number in the program
 * @param operation what it does
 * @param mode which errors it keeps to itself: 0 none, 1 exceptions, 2 cancellations too
 * @param arguments numbers, truths, strings, nulls, and lists of these or of steps
 */
record Step(int number, String operation, int mode, List<Object> arguments) {
  /** Some steps, numbers, truths, strings or lists of them as JSON. */
  static String json(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Step::json).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Step step) {
      String head = "[" + step.number + ",\"" + step.operation + "\"," + step.mode;
      return step.arguments.stream()
          .map(Step::json)
          .collect(Collectors.joining(",", head + (step.arguments.isEmpty() ? "" : ","), "]"));
    }
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }

  int number(int index) {
    return (Integer) arguments.get(index);
  }

  boolean truth(int index) {
    return (Boolean) arguments.get(index);
  }

  /** A time in seconds, or null for none. */
  Integer limit(int index) {
    return (Integer) arguments.get(index);
  }

  Step step(int index) {
    return (Step) arguments.get(index);
  }

  @SuppressWarnings("unchecked")
  <T> List<T> list(int index) {
    return (List<T>) arguments.get(index);
  }
}
