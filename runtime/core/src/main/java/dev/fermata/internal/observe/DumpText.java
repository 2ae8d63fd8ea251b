package dev.fermata.internal.observe;

import dev.fermata.internal.observe.Dump.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a {@link Dump} for people. */
final class DumpText {
  private final StringBuilder text = new StringBuilder();

  /** The tasks that have been written completely. */
  private final Set<Entry> written = new HashSet<>();

  private DumpText(Dump dump) {
    text.append("event loop ")
        .append(dump.thread == null ? "(not running)" : "in " + dump.thread)
        .append(", pass ")
        .append(dump.iteration)
        .append(", tasks: ")
        .append(dump.tasks)
        .append(dump.exact ? "" : ", busy: seen from outside, not exact")
        .append('\n');
    appendStack(dump.stack, "");
  }

  private void appendStack(List<StackTraceElement> stack, String indent) {
    for (StackTraceElement element : stack) {
      text.append(indent).append("    at ").append(element).append('\n');
    }
  }

  private void appendEnd(Dump dump) {
    int more = dump.tasks - dump.entries.size();
    if (more > 0) {
      text.append("and ").append(more).append(" more\n");
    }
  }

  static String list(Dump dump) {
    DumpText writer = new DumpText(dump);
    for (Entry entry : dump.entries) {
      writer.text.append(String.format("%6d  ", entry.id));
      writer.appendTask(entry);
      if (!entry.stack.isEmpty()) {
        writer.text.append(" at ").append(entry.stack.get(0));
      }
      writer.text.append('\n');
    }
    writer.appendEnd(dump);
    return writer.text.toString();
  }

  static String tree(Dump dump) {
    DumpText writer = new DumpText(dump);
    for (Entry entry : dump.entries) {
      if (entry.awaiters.isEmpty()) {
        writer.appendTree(entry, "", 0);
      }
    }
    // The remaining tasks wait in circles.
    for (Entry entry : dump.entries) {
      if (!writer.written.contains(entry)) {
        writer.appendTree(entry, "", 0);
      }
    }
    writer.appendEnd(dump);
    return writer.text.toString();
  }

  private void appendTree(Entry entry, String indent, int depth) {
    text.append(indent).append("- ");
    appendTask(entry);
    if (!written.add(entry)) {
      text.append(" (see above)\n");
      return;
    }
    text.append('\n');
    appendStack(entry.stack, indent);
    if (depth < Dump.DEPTH) {
      entry.awaited.forEach(awaited -> appendTree(awaited, indent + "  ", depth + 1));
    }
  }

  private void appendTask(Entry entry) {
    text.append(entry.name).append(": ");
    text.append(entry.activity == null ? entry.state : entry.activity);
    if (entry.waitsFor != null && entry.activity == null) {
      text.append(" for ").append(entry.waitsFor);
    }
    text.append(String.format(Locale.ROOT, ", %.1f s old", entry.age));
  }
}
