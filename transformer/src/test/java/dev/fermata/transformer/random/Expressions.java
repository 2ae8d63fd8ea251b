package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Scope.Exit;
import dev.fermata.transformer.random.Scope.Var;
import java.util.ArrayList;
import java.util.List;

/** Writes random expressions. */
final class Expressions {
  private final Context context;
  private final Dice dice;
  private final Operators operators;

  Expressions(Context context) {
    this.context = context;
    this.dice = context.dice;
    this.operators = new Operators(context, this);
  }

  /**
   * An expression.
   *
   * @param depth how deeply it may be nested
   */
  Node of(Ty type, Scope scope, int depth) {
    if (context.isSpent() || depth <= 0) {
      return leaf(type, scope);
    }
    int choice = dice.below(100);
    if (choice < 14) {
      return leaf(type, scope);
    }
    if (choice < 40 && scope.awaits()) {
      return await(type, scope, depth);
    }
    if (choice < 46) {
      return conditional(type, scope, depth);
    }
    if (choice < 52) {
      return traced(type, scope, depth);
    }
    if (choice < 60) {
      Node assignment = operators.assignment(type, scope, depth, false);
      return assignment == null ? operators.of(type, scope, depth) : assignment;
    }
    if (choice < 63) {
      return lambda(type, scope, depth);
    }
    if (choice < 66 && context.isModern()) {
      return context.switches.expression(type, scope, depth);
    }
    if (choice < 68) {
      return Node.expression(type, "((" + type.text() + ") same(#0))", of(type, scope, depth - 1));
    }
    return operators.of(type, scope, depth);
  }

  /** An assignment as a statement; null where nothing of the type can be assigned. */
  Node assignmentStatement(Ty type, Scope scope, int depth) {
    return operators.assignment(type, scope, depth, true);
  }

  /** A number that is a good index most of the time. */
  Node index(Scope scope, int depth) {
    Node number = of(Ty.INT, scope, depth);
    return dice.chance(92) ? Node.expression(Ty.INT, "(#0 & 1)", number) : number;
  }

  // ------------------------------------------------------------------ leaves

  private Node leaf(Ty type, Scope scope) {
    List<Var> vars = scope.vars(v -> v.type() == type);
    if (!vars.isEmpty() && dice.chance(75)) {
      return Node.expression(type, dice.pick(vars).name());
    }
    if (context.hasFields(scope) && dice.chance(25)) {
      String field = field(type);
      if (field != null) {
        return Node.expression(type, field);
      }
    }
    return Node.expression(type, literal(type));
  }

  /** The field of a type; null where there is none. */
  static String field(Ty type) {
    return switch (type) {
      case INT -> "this.fieldI";
      case LONG -> "this.fieldL";
      case DOUBLE -> "this.fieldD";
      case STRING -> "this.fieldS";
      case BYTE -> "this.fieldB";
      case INTS -> "this.fieldA";
      default -> null;
    };
  }

  private String literal(Ty type) {
    return switch (type) {
      case INT -> dice.pick("0", "1", "2", "3", "(-1)", "7", "100", "Integer.MIN_VALUE", "70000");
      case LONG -> dice.pick("0L", "1L", "(-5L)", "3L", "(1L << 40)", "Long.MAX_VALUE");
      case DOUBLE -> dice.pick("0.0", "1.5", "(-2.25)", "1e300", "Double.NaN");
      case FLOAT -> dice.pick("0f", "1.5f", "(-3f)", "1e30f");
      case BOOLEAN -> dice.pick("true", "false");
      case BYTE -> dice.pick("((byte) 1)", "((byte) -7)", "((byte) 127)");
      case SHORT -> dice.pick("((short) 2)", "((short) -300)");
      case CHAR -> dice.pick("'a'", "'z'", "'\\uffff'");
      case STRING -> dice.pick("\"a\"", "\"bc\"", "\"\"", "((String) null)");
      case OBJECT -> dice.pick("((Object) \"o\")", "((Object) 5)", "((Object) null)");
      case BOXED -> dice.pick("Integer.valueOf(4)", "((Integer) null)", "Integer.valueOf(1000)");
      case COLOUR -> dice.pick("Colour.RED", "Colour.GREEN", "Colour.BLUE");
      default -> type.simplest();
    };
  }

  // ------------------------------------------------------------------ awaits

  private Node await(Ty type, Scope scope, int depth) {
    List<Signature> callees =
        context.callees(scope).stream().filter(s -> s.result() == type).toList();
    if (!callees.isEmpty() && dice.chance(45)) {
      return call(dice.pick(callees), scope, depth);
    }
    if (dice.chance(5)) {
      return asyncLambda(type, scope, depth);
    }
    String later = dice.chance(12) ? "stage(#0)" : "later(#0)";
    return awaited(type, later, of(type, scope, depth - 1));
  }

  private static Node awaited(Ty type, String text, Node... parts) {
    String cast = "((" + type.text() + ") ";
    return Node.expression(type, cast + "await(" + text + "))", cast + text + ")", parts);
  }

  /** An awaited call of a method of the program. */
  Node call(Signature callee, Scope scope, int depth) {
    return awaited(callee.result(), callText(callee), arguments(callee, scope, depth));
  }

  /** The text of a call, with the arguments as its parts. */
  static String callText(Signature callee) {
    StringBuilder text = new StringBuilder(callee.callee()).append('(');
    for (int i = 0; i < callee.parameters().size(); i++) {
      text.append(i == 0 ? "#" : ", #").append(Character.forDigit(i, 36));
    }
    return text.append(')').toString();
  }

  Node[] arguments(Signature callee, Scope scope, int depth) {
    List<Node> arguments = new ArrayList<>();
    for (Var parameter : callee.parameters()) {
      arguments.add(of(parameter.type(), scope, Math.min(depth - 1, 2)));
    }
    return arguments.toArray(Node[]::new);
  }

  private Node asyncLambda(Ty type, Scope scope, int depth) {
    Scope inner = scope.lambda(true, Exit.COROUTINE, type);
    String name = context.name("q");
    if (dice.chance(50)) {
      Node body = context.statements.body(inner, 2, depth - 1);
      String text = "() -> {\n#0}))";
      String cast = "((" + type.text() + ") ";
      return Node.expression(
          type,
          cast + "await(Fermata.<" + type.boxed() + ">async(" + text + ")",
          cast + "Plain.<" + type.boxed() + ">call(" + text,
          body);
    }
    Ty parameter = dice.pick(Ty.COMMON);
    // The parameter is boxed; an expression of its type must not be.
    inner.declare(new Var("((" + parameter.text() + ") " + name + ")", parameter, true));
    Node body = context.statements.body(inner, 2, depth - 1);
    String from = "Function<" + parameter.boxed() + ", ";
    String text = name + " -> {\n#0}).apply(#1)";
    return Node.expression(
        type,
        "((%s) await(((%sCoroutine<%s>>) %s))".formatted(type.text(), from, type.boxed(), text),
        "((%s) ((%s%s>) %s)".formatted(type.text(), from, type.boxed(), text),
        body,
        of(parameter, scope, depth - 1));
  }

  // ------------------------------------------------------------------ other forms of every type

  private Node conditional(Ty type, Scope scope, int depth) {
    return Node.expression(
        type,
        "(#0 ? #1 : #2)",
        of(Ty.BOOLEAN, scope, depth - 1),
        of(type, scope, depth - 1),
        of(type, scope, depth - 1));
  }

  private Node traced(Ty type, Scope scope, int depth) {
    Node value = of(type, scope, depth - 1);
    return switch (type) {
      case FLOAT ->
          Node.expression(type, "((float) at(" + context.step() + ", (double) #0))", value);
      case BYTE, SHORT, CHAR ->
          Node.expression(
              type, "((" + type.text() + ") at(" + context.step() + ", (int) #0))", value);
      default -> Node.expression(type, "at(" + context.step() + ", #0)", value);
    };
  }

  private Node lambda(Ty type, Scope scope, int depth) {
    Scope inner = scope.lambda(false, Exit.VALUE, type);
    String cast = "((" + type.text() + ") ((Supplier<" + type.boxed() + ">) () -> ";
    return dice.chance(50)
        ? Node.expression(type, cast + "#0).get())", of(type, inner, depth - 1))
        : Node.expression(
            type, cast + "{\n#0}).get())", context.statements.body(inner, 2, depth - 1));
  }
}
