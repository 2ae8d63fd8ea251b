package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Scope.Exit;
import dev.fermata.transformer.random.Scope.Target;
import dev.fermata.transformer.random.Scope.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes random statements. No statement is written where it could not be reached, by the rules of
 * JLS 14.22: compilers refuse such programs.
 */
final class Statements {
  private static final int EXPRESSION_DEPTH = 3;

  private final Context context;
  private final Dice dice;
  private final Expressions expressions;
  private final Loops loops;
  private final Tries tries;

  Statements(Context context) {
    this.context = context;
    this.dice = context.dice;
    this.expressions = context.expressions;
    this.loops = new Loops(context, this);
    this.tries = new Tries(context, this);
  }

  /**
   * The code of a method or lambda, or of a part of a switch expression: never goes on after its
   * end.
   */
  Node body(Scope scope, int count, int depth) {
    List<Node> list = list(scope, count, depth);
    if (list.isEmpty() || list.get(list.size() - 1).completes()) {
      list.add(leave(scope, Math.min(depth, EXPRESSION_DEPTH)));
    }
    return Node.statements(list);
  }

  /** Some statements in a scope of their own. */
  Node block(Scope scope, int depth) {
    return Node.statements(list(scope, 1 + dice.below(3), depth));
  }

  private List<Node> list(Scope scope, int count, int depth) {
    List<Node> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Node statement = statement(scope, depth);
      list.add(statement);
      if (!statement.completes()) {
        break;
      }
    }
    return list;
  }

  private Node statement(Scope scope, int depth) {
    int choice = dice.below(100);
    if (context.isSpent() || depth <= 0 || choice < 52) {
      return simple(scope, 1 + dice.below(EXPRESSION_DEPTH));
    }
    if (choice < 61) {
      return branch(scope, depth);
    }
    if (choice < 72) {
      return loops.of(scope, depth);
    }
    if (choice < 78) {
      return context.switches.statement(scope, depth);
    }
    if (choice < 82 || !scope.tries()) {
      return labelled(scope, depth);
    }
    return choice < 96 ? tries.of(scope, depth) : monitor(scope, depth);
  }

  // ------------------------------------------------------------------ simple statements

  private Node simple(Scope scope, int depth) {
    int choice = dice.below(100);
    if (choice < 36) {
      return declaration(scope, depth);
    }
    if (choice < 62) {
      Node assignment = expressions.assignmentStatement(dice.pick(Ty.COMMON), scope, depth);
      return assignment == null ? declaration(scope, depth) : assignment;
    }
    if (choice < 74) {
      return Node.statement("log(show(#0));", expressions.of(dice.pick(Ty.COMMON), scope, depth));
    }
    if (choice < 86 && scope.awaits()) {
      return awaiting(scope, depth);
    }
    if (choice < 90) {
      return deferred(scope, depth);
    }
    if (choice < 92 && context.isModern()) {
      return binding(scope, depth);
    }
    return dice.chance(85) ? maybeLeave(scope, depth) : abrupt(scope, depth);
  }

  private Node declaration(Scope scope, int depth) {
    Ty type = dice.pick(Ty.COMMON);
    String value = type == Ty.STRING ? "cut(#0)" : "#0";
    Node node = expressions.of(type, scope, depth);
    Var variable = new Var(context.name("v"), type, dice.chance(35));
    scope.declare(variable);
    String modifier = variable.isFinal() && dice.chance(30) ? "final " : "";
    return Node.statement(
        modifier + type.text() + " " + variable.name() + " = " + value + ";", node);
  }

  private Node awaiting(Scope scope, int depth) {
    List<Signature> callees = context.callees(scope);
    if (!callees.isEmpty() && dice.chance(50)) {
      Signature callee = dice.pick(callees);
      String text = Expressions.callText(callee);
      return Node.statement(
          true, "await(" + text + ");", text + ";", expressions.arguments(callee, scope, depth));
    }
    Node value = expressions.of(dice.pick(Ty.COMMON), scope, depth);
    return Node.statement(true, "await(later(#0));", "later(#0);", value);
  }

  /** A variable that is assigned after its declaration, on each path. */
  private Node deferred(Scope scope, int depth) {
    Ty type = dice.pick(Ty.COMMON);
    Node first = expressions.of(type, scope, depth);
    Node second = expressions.of(type, scope, depth);
    Node condition = expressions.of(Ty.BOOLEAN, scope, depth);
    String name = context.name("v");
    scope.declare(new Var(name, type, false));
    String form =
        dice.chance(50) || !scope.tries()
            ? "%1$s %2$s; if (#2) { %2$s = #0; } else { %2$s = #1; }"
            : "%1$s %2$s; try { %2$s = #0; log(#2); } catch (RuntimeException e%2$s) { %2$s = #1;"
                + " }";
    return Node.statement(form.formatted(type.text(), name), first, second, condition);
  }

  /** {@code if (!(o instanceof T v)) leave}: the variable is there after the statement. */
  private Node binding(Scope scope, int depth) {
    if (scope.exit() == Exit.NONE) {
      return declaration(scope, depth);
    }
    Ty type = dice.pick(Ty.STRING, Ty.BOXED, Ty.PAIR, Ty.INTS);
    Node tested = expressions.of(Ty.OBJECT, scope, depth);
    Node leave = leave(scope, depth);
    String name = context.name("v");
    scope.declare(new Var(name, type, true));
    return Node.statement(
        "if (!(#0 instanceof " + type.text() + " " + name + ")) { #1 }", tested, leave);
  }

  // ------------------------------------------------------------------ leaving

  private Node maybeLeave(Scope scope, int depth) {
    Node condition = expressions.of(Ty.BOOLEAN, scope, depth);
    return Node.statement("if (#0) { #1 }", condition, abrupt(scope, depth));
  }

  /** A statement after which the next one is not reached. */
  Node abrupt(Scope scope, int depth) {
    if (!scope.targets().isEmpty() && dice.chance(60)) {
      return jump(scope);
    }
    if (scope.exit() == Exit.NONE || dice.chance(35)) {
      String text = "throw new " + dice.pick(Tries.THROWN) + "(" + context.step() + ");";
      return Node.statement(false, text, text);
    }
    return leave(scope, depth);
  }

  private Node jump(Scope scope) {
    Target target = dice.pick(scope.targets());
    if (target.isLoop && dice.chance(45)) {
      target.continued = true;
      return jump("continue", target, scope.targets().stream().filter(t -> t.isLoop).toList());
    }
    target.broken = true;
    return jump(
        "break", target, scope.targets().stream().filter(t -> t.isUnlabelledTarget).toList());
  }

  private Node jump(String keyword, Target target, List<Target> candidates) {
    boolean innermost = !candidates.isEmpty() && candidates.get(candidates.size() - 1) == target;
    String text = keyword + (innermost && dice.chance(70) ? "" : " " + target.label) + ";";
    return Node.statement(false, text, text);
  }

  /** Returns or yields, as the scope demands. */
  private Node leave(Scope scope, int depth) {
    Ty type = scope.result();
    if (scope.exit() == Exit.YIELD) {
      return yielded(expressions.of(type, scope, depth));
    }
    if (scope.exit() == Exit.VALUE) {
      return exit("return #0;", "return #0;", expressions.of(type, scope, depth));
    }
    List<Signature> callees =
        context.callees(scope).stream()
            .filter(s -> s.result() == type && s.exit() == scope.exit())
            .toList();
    boolean mayAwait = scope.awaits() && !scope.isOverridden();
    if (mayAwait && !callees.isEmpty() && dice.chance(35)) {
      Signature callee = dice.pick(callees);
      String text = "return " + Expressions.callText(callee) + ";";
      return exit(text, text, expressions.arguments(callee, scope, depth));
    }
    if (mayAwait && dice.chance(30)) {
      String call = scope.exit() == Exit.COROUTINE ? "return soon(#0);" : "return stage(#0);";
      return exit(call, call, expressions.of(type, scope, depth));
    }
    String wrapped =
        switch (scope.exit()) {
          case FUTURE -> "CompletableFuture.completedFuture(#0)";
          case STAGE -> "CompletableFuture.completedStage(#0)";
          default -> "Coroutine.of(#0)";
        };
    return exit("return " + wrapped + ";", "return #0;", expressions.of(type, scope, depth));
  }

  /** Javac takes a long expression in parentheses for the arguments of a method {@code yield}. */
  private Node yielded(Node value) {
    if (!value.text(true).contains("{")) {
      return exit("yield #0;", "yield #0;", value);
    }
    String name = context.name("y");
    String text = "%s %s = #0; yield %s;".formatted(value.type().text(), name, name);
    return exit(text, text, value);
  }

  private static Node exit(String async, String straight, Node... parts) {
    return Node.statement(false, async, straight, parts);
  }

  // ------------------------------------------------------------------ compound statements

  private Node branch(Scope scope, int depth) {
    Node condition = expressions.of(Ty.BOOLEAN, scope, 2);
    Node then = block(scope.nested(), depth - 1);
    if (dice.chance(45)) {
      return Node.statement("if (#0) {\n#1}", condition, then);
    }
    Node otherwise = block(scope.nested(), depth - 1);
    String text = "if (#0) {\n#1} else {\n#2}";
    boolean completes = then.completes() || otherwise.completes();
    return Node.statement(completes, text, text, condition, then, otherwise);
  }

  private Node monitor(Scope scope, int depth) {
    Node lock = expressions.of(dice.pick(Ty.STRING, Ty.OBJECT), scope, 2);
    Node body = block(scope.withoutAwaits(), depth - 1);
    String text = "synchronized (#0) {\n#1}";
    return Node.statement(body.completes(), text, text, lock, body);
  }

  private Node labelled(Scope scope, int depth) {
    Target target = new Target(context.name("label"), false, false);
    Scope inner = scope.nested();
    inner.enter(target);
    Node body = block(inner, depth - 1);
    String text = target.label + ": {\n#0}";
    return Node.statement(body.completes() || target.broken, text, text, body);
  }
}
