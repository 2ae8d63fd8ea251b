package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Scope.Exit;
import dev.fermata.transformer.random.Scope.Var;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the other methods of a random program know about one of its asynchronous methods.
 *
 * @param name its name
 * @param parameters its parameters
 * @param result the type of its value
 * @param exit whether it returns a coroutine or a future
 * @param owner where it stands
 */
record Signature(String name, List<Var> parameters, Ty result, Exit exit, Owner owner) {
  /** Where a method stands, which decides about its modifiers and who can call it. */
  enum Owner {
    STATIC("static "),
    PRIVATE_STATIC("private static "),
    INSTANCE(""),
    PRIVATE("private "),
    FINAL("public final "),
    DEFAULT("default "),
    INTERFACE_STATIC("static ");

    private final String modifiers;

    Owner(String modifiers) {
      this.modifiers = modifiers;
    }

    boolean isInInterface() {
      return this == DEFAULT || this == INTERFACE_STATIC;
    }

    boolean isStatic() {
      return this == STATIC || this == PRIVATE_STATIC || this == INTERFACE_STATIC;
    }
  }

  /** Whether code of {@code caller}, which may have no {@code this}, can call it. */
  boolean isCallableFrom(Owner caller, boolean withoutThis) {
    if (owner.isStatic()) {
      return true;
    }
    return !withoutThis && (owner == Owner.DEFAULT || !caller.isInInterface());
  }

  /** What stands before the parentheses of a call. */
  String callee() {
    return switch (owner) {
      case STATIC, PRIVATE_STATIC -> "Body." + name;
      case INTERFACE_STATIC -> "Side." + name;
      default -> "this." + name;
    };
  }

  private String returned() {
    return switch (exit) {
      case FUTURE -> "CompletableFuture";
      case STAGE -> "CompletionStage";
      default -> "Coroutine";
    };
  }

  /** The method's head. */
  String head(boolean isAsync) {
    String type = result.boxed();
    if (isAsync) {
      type = returned() + "<" + type + ">";
    }
    String list =
        parameters.stream()
            .map(p -> (p.isFinal() ? "final " : "") + p.type().text() + " " + p.name())
            .collect(Collectors.joining(", "));
    return (isAsync ? "@Async " : "") + owner.modifiers + type + " " + name + "(" + list + ")";
  }
}
