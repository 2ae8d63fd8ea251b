package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Scope.Target;
import dev.fermata.transformer.random.Scope.Var;

/**
 * Writes random loops. Each begins its turn with {@code tick()}, which ends a program that has gone
 * on for too long.
 */
final class Loops {
  private static final int EXPRESSION_DEPTH = 2;

  private final Context context;
  private final Dice dice;
  private final Statements statements;

  Loops(Context context, Statements statements) {
    this.context = context;
    this.dice = context.dice;
    this.statements = statements;
  }

  /** A loop. */
  Node of(Scope scope, int depth) {
    Target target = new Target(context.name("loop"), true, true);
    String label = target.label + ": ";
    return switch (dice.below(6)) {
      case 0, 1 -> counted(label, target, scope, depth);
      case 2 -> arrayLoop(label, target, scope, depth);
      case 3 -> listLoop(label, target, scope, depth);
      case 4 -> doLoop(label, target, scope, depth);
      default -> endless(label, target, scope, depth);
    };
  }

  private Node condition(Scope scope) {
    return dice.chance(40)
        ? Node.expression(Ty.BOOLEAN, "true")
        : context.expressions.of(Ty.BOOLEAN, scope, EXPRESSION_DEPTH);
  }

  private Node body(Scope scope, Target target, int depth) {
    scope.enter(target);
    return statements.block(scope, depth - 1);
  }

  private Node counted(String label, Target target, Scope scope, int depth) {
    String i = context.name("i");
    Scope inner = scope.nested();
    inner.declare(new Var(i, Ty.INT, false));
    Node condition = condition(inner);
    Node update = context.expressions.of(Ty.INT, inner, EXPRESSION_DEPTH);
    Node body = body(inner, target, depth);
    String head =
        dice.chance(70)
            ? "for (int %1$s = 0; %1$s < 3 && #0; %1$s++"
            : "for (int %1$s = 4; %1$s > 1 && #0; %1$s -= 1, log(#1)";
    String text = label + head.formatted(i) + ") {\ntick();\n#2}";
    return Node.statement(text, condition, update, body);
  }

  private Node arrayLoop(String label, Target target, Scope scope, int depth) {
    Ty array = dice.pick(Ty.ARRAYS);
    Node elements = context.expressions.of(array, scope, EXPRESSION_DEPTH);
    Scope inner = scope.nested();
    Var variable = new Var(context.name("v"), array.element(), dice.chance(50));
    inner.declare(variable);
    String text =
        label
            + "for (%s %s : #0) {\ntick();\n#1}".formatted(variable.type().text(), variable.name());
    return Node.statement(text, elements, body(inner, target, depth));
  }

  private Node listLoop(String label, Target target, Scope scope, int depth) {
    Node first = context.expressions.of(Ty.STRING, scope, EXPRESSION_DEPTH);
    Node second = context.expressions.of(Ty.STRING, scope, EXPRESSION_DEPTH);
    Scope inner = scope.nested();
    Var variable = new Var(context.name("v"), Ty.STRING, true);
    inner.declare(variable);
    String text =
        label + "for (String " + variable.name() + " : Arrays.asList(#0, #1)) {\ntick();\n#2}";
    return Node.statement(text, first, second, body(inner, target, depth));
  }

  private Node doLoop(String label, Target target, Scope scope, int depth) {
    String i = context.name("i");
    Scope inner = scope.nested();
    Node body = body(inner, target, depth);
    Node condition = condition(scope);
    String text =
        "{ int %1$s = 0; %2$s do {\ntick();\n#0} while (%1$s++ < 2 && #1); }".formatted(i, label);
    boolean completes = body.completes() || target.continued || target.broken;
    return Node.statement(completes, text, text, body, condition);
  }

  private Node endless(String label, Target target, Scope scope, int depth) {
    String i = context.name("i");
    Scope inner = scope.nested();
    Node condition = context.expressions.of(Ty.BOOLEAN, inner, EXPRESSION_DEPTH);
    Node body = body(inner, target, depth);
    String head = dice.pick("while (true)", "for (;;)");
    String text =
        "{ int %1$s = 0; %2$s %3$s {\ntick();\nif (%1$s++ > 2 || #0) { break; }\n#1} }"
            .formatted(i, label, head);
    return Node.statement(text, condition, body);
  }
}
