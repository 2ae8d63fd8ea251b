package dev.fermata.transformer.cases.harness;

import java.util.List;

/** Where {@code later(…)} and {@code fails(…)}, which the targets await, come from. */
enum Flavour {
  /** Helpers that are not transformed and return an {@code Awaitable}. */
  AWAITABLES,
  /** Asynchronous methods of the target's own class. */
  OWN_METHODS,
  /** Asynchronous methods of another transformed class. */
  OTHER_CLASS,
  /**
   * Helpers that return a {@code CompletableFuture}, as do the target's own asynchronous methods.
   */
  STAGES;

  private static final String METHODS = methods();

  private static String methods() {
    StringBuilder text = new StringBuilder();
    for (String type :
        List.of("boolean", "byte", "char", "short", "int", "long", "float", "double")) {
      text.append(
          "@Async public static Coroutine<%s> later(%s v) { await(pause()); return Coroutine.of(v); } "
              .formatted(boxed(type), type));
    }
    return text
        + "@Async public static <T> Coroutine<T> later(T v) { await(pause()); return Coroutine.of(v); } "
        + "@Async public static <T, X extends Throwable> Coroutine<T> fails(X e) throws X {"
        + " await(pause()); throw e; }";
  }

  private static String boxed(String type) {
    return switch (type) {
      case "int" -> "Integer";
      case "char" -> "Character";
      default -> Character.toUpperCase(type.charAt(0)) + type.substring(1);
    };
  }

  /** What stands before the members of the target, on one line. */
  String head() {
    String from =
        switch (this) {
          case AWAITABLES, OWN_METHODS -> "dev.fermata.transformer.cases.harness.Later";
          case OTHER_CLASS -> "targets.Other";
          case STAGES -> "dev.fermata.transformer.cases.harness.LaterStages";
        };
    return IMPORTS + "import static " + from + ".*; ";
  }

  /** Everything else that a source of the package {@code targets} imports, on one line. */
  static final String IMPORTS =
      "import dev.fermata.*; import java.util.*; import java.util.function.*; import java.io.*; import java.time.Duration; "
          + "import java.util.concurrent.*; import static dev.fermata.Fermata.*; "
          + "import static dev.fermata.transformer.cases.harness.Journal.*; "
          + "import static dev.fermata.transformer.cases.harness.Steps.*; ";

  /** What stands after the members of the target. */
  String tail() {
    return this == OWN_METHODS ? METHODS : "";
  }

  /** The members of the target in this flavour. */
  String adapt(String members) {
    if (this != STAGES) {
      return members;
    }
    return members
        .replace("Coroutine<", "CompletableFuture<")
        .replace("Coroutine.of(", "CompletableFuture.completedFuture(")
        .replace("Coroutine.<Object>of(", "CompletableFuture.<Object>completedFuture(")
        .replace("Coroutine.done()", "CompletableFuture.<Void>completedFuture(null)");
  }

  /** The class that the targets of {@link #OTHER_CLASS} import. */
  static String other() {
    return "package targets; " + IMPORTS + "public final class Other { " + METHODS + " }";
  }
}
