package dev.fermata.junit;

import dev.fermata.LoopDump;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a test is failed for, beside the failure of its own body. */
final class Problems {
  private final List<String> messages = new ArrayList<>();
  private final List<Throwable> causes = new ArrayList<>();

  /** What the loop's exception handler was told. */
  void add(Map<String, Object> context) {
    StringBuilder message = new StringBuilder().append(context.get("message"));
    Object error = context.get("exception");
    if (error instanceof Throwable cause) {
      causes.add(cause);
      message.append(": ").append(cause);
    }
    if (context.get("origin") instanceof List<?> origin) {
      origin.stream()
          .filter(
              element -> element instanceof StackTraceElement place && place.getLineNumber() > 0)
          .findFirst()
          .ifPresent(place -> message.append("\n    made at ").append(place));
    }
    messages.add(message.toString());
  }

  /** Tasks have not ended. */
  void addLeft(LoopDump dump) {
    messages.add(
        "tasks are left at the end of the test; await or cancel them there, or ask for"
            + " Leaks.CANCEL. "
            + whoWaits(dump));
  }

  /** The tree of tasks without its head, which tells of the loop. */
  private static String whoWaits(LoopDump dump) {
    return "Who waits for what:\n" + dump.tree().split("\n", 2)[1].stripTrailing();
  }

  /** What is said of a body that does not go on. */
  static String stuck(IllegalStateException reason, LoopDump dump) {
    // The tasks that the loop itself lists behind that are in the dump, with who waits for whom.
    String why = reason.getMessage().split("\\. Unfinished tasks: ", 2)[0];
    String advice =
        why.startsWith("the clock's limit")
            ? "; a test that needs longer says so by @FermataTest(timeout) or TestRules.withTimeout"
            : "";
    return "the test has not ended: " + why + advice + ". " + whoWaits(dump);
  }

  /** One error of all; null where there is none. */
  AssertionError toError() {
    if (messages.isEmpty()) {
      return null;
    }
    AssertionError error = new AssertionError(String.join("\n", messages));
    if (causes.size() == 1) {
      error.initCause(causes.get(0));
    } else {
      causes.forEach(error::addSuppressed);
    }
    return error;
  }
}
