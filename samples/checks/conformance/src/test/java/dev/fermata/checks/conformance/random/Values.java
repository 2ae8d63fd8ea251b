package dev.fermata.checks.conformance.random;

import dev.fermata.ExceptionGroup;
import dev.fermata.Settled;
import dev.fermata.checks.conformance.Python;
import java.util.List;
import java.util.stream.Collectors;

/** The form that values have in the traces of both languages. */
final class Values {
  private Values() {}

  static String show(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Values::show).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Settled<?> settled) {
      return show(settled.exception() == null ? settled.value() : settled.exception());
    }
    if (value instanceof ExceptionGroup group) {
      return "ExceptionGroup" + show(group.exceptions());
    }
    if (value instanceof Throwable error) {
      String name = Python.name(error);
      return name.equals("ValueError") ? name + "(" + Python.str(error) + ")" : name;
    }
    return Python.str(value);
  }
}
