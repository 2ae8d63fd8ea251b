package dev.fermata.internal.observe;

import dev.fermata.internal.observe.Dump.Entry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a {@link Dump} as JSON. */
final class DumpJson {
  private DumpJson() {}

  static String of(Dump dump) {
    return "{\"thread\":"
        + string(dump.thread)
        + ",\"exact\":"
        + dump.exact
        + ",\"iteration\":"
        + dump.iteration
        + ",\"taskCount\":"
        + dump.tasks
        + ",\"stack\":"
        + stack(dump.stack)
        + dump.entries.stream()
            .map(DumpJson::task)
            .collect(Collectors.joining(",", ",\"tasks\":[", "]}"));
  }

  private static String task(Entry entry) {
    return "{\"id\":"
        + entry.id
        + ",\"name\":"
        + string(entry.name)
        + ",\"state\":"
        + string(entry.state)
        + ",\"age\":"
        + String.format(Locale.ROOT, "%.3f", entry.age)
        + ",\"waitsFor\":"
        + string(entry.activity == null ? entry.waitsFor : entry.activity)
        + ",\"awaitedBy\":"
        + entry.awaiters.stream()
            .map(awaiter -> Integer.toString(awaiter.id))
            .collect(Collectors.joining(",", "[", "]"))
        + ",\"stack\":"
        + stack(entry.stack)
        + ",\"creationStack\":"
        + stack(entry.origin)
        + "}";
  }

  private static String stack(List<StackTraceElement> stack) {
    return stack.stream()
        .map(element -> string(element.toString()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String string(String value) {
    if (value == null) {
      return "null";
    }
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
