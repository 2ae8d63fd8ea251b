package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Scope.Var;
import java.util.List;

/** Writes the random expressions that are special to a type. */
final class Operators {
  private final Context context;
  private final Expressions expressions;
  private final Dice dice;

  Operators(Context context, Expressions expressions) {
    this.context = context;
    this.expressions = expressions;
    this.dice = context.dice;
  }

  /** An expression of a type. */
  Node of(Ty type, Scope scope, int depth) {
    if (type.isArray()) {
      return array(type, scope, depth);
    }
    if (dice.chance(15) && Ty.ARRAYS.stream().anyMatch(a -> a.element() == type)) {
      return element(type, scope, depth);
    }
    return switch (type) {
      case BOOLEAN -> condition(scope, depth);
      case STRING -> string(scope, depth);
      case OBJECT -> object(scope, depth);
      case BOXED -> Node.expression(type, "Integer.valueOf(#0)", part(Ty.INT, scope, depth));
      case PAIR -> pair(scope, depth);
      case COLOUR ->
          Node.expression(type, "Colour.values()[#0]", expressions.index(scope, depth - 1));
      default -> number(type, scope, depth);
    };
  }

  private Node part(Ty type, Scope scope, int depth) {
    return expressions.of(type, scope, depth - 1);
  }

  // ------------------------------------------------------------------ assignments

  /**
   * An assignment to something of a type.
   *
   * @param isStatement whether it stands alone, or else as an expression with the assigned value
   * @return null where there is nothing to assign
   */
  Node assignment(Ty type, Scope scope, int depth, boolean isStatement) {
    Node place = place(type, scope, depth);
    if (place == null) {
      return null;
    }
    if (type.isNumeric() && dice.chance(25)) {
      return form(isStatement, type, dice.pick("#0++", "++#0", "#0--", "--#0"), place);
    }
    if (dice.chance(45)) {
      String operator = compoundOperator(type);
      if (operator != null) {
        Node value = part(right(type, operator), scope, depth);
        String text = type == Ty.STRING ? "#0 += cut(#1)" : "#0 " + operator + " #1";
        return form(isStatement, type, text, place, value);
      }
    }
    String text = type == Ty.STRING ? "#0 = cut(#1)" : "#0 = #1";
    return form(isStatement, type, text, place, part(type, scope, depth));
  }

  private static Node form(boolean isStatement, Ty type, String text, Node... parts) {
    return isStatement
        ? Node.statement(text + ";", parts)
        : Node.expression(type, "(" + text + ")", parts);
  }

  /** A variable, field or array element that can be assigned; null where there is none. */
  private Node place(Ty type, Scope scope, int depth) {
    if (dice.chance(25) && Ty.ARRAYS.stream().anyMatch(a -> a.element() == type)) {
      return element(type, scope, depth);
    }
    String field = context.hasFields(scope) ? Expressions.field(type) : null;
    if (field != null && dice.chance(30)) {
      return Node.expression(type, field);
    }
    if (type == Ty.INT && dice.chance(10)) {
      return Node.expression(type, "Target.staticI");
    }
    List<Var> vars = scope.vars(v -> v.type() == type && !v.isFinal());
    return vars.isEmpty() ? null : Node.expression(type, dice.pick(vars).name());
  }

  /** An operator for a compound assignment; null where the type has none. */
  private String compoundOperator(Ty type) {
    if (type == Ty.STRING) {
      return "+=";
    }
    if (type == Ty.BOOLEAN) {
      return dice.pick("&=", "|=", "^=");
    }
    if (!type.isNumeric()) {
      return null;
    }
    return Ty.INTEGRAL.contains(type) && dice.chance(30)
        ? dice.pick("<<=", ">>=", ">>>=", "&=", "|=", "^=")
        : dice.pick("+=", "-=", "*=", "/=", "%=");
  }

  private Ty right(Ty type, String operator) {
    if (!type.isNumeric()) {
      return type;
    }
    boolean bits = "<>&|^".indexOf(operator.charAt(0)) >= 0;
    return dice.pick(bits ? Ty.INTEGRAL : Ty.NUMERIC);
  }

  private Node element(Ty type, Scope scope, int depth) {
    Ty array = dice.pick(Ty.ARRAYS.stream().filter(a -> a.element() == type).toList());
    return Node.expression(
        type, "(#0)[#1]", part(array, scope, depth), expressions.index(scope, depth - 1));
  }

  // ------------------------------------------------------------------ by type

  private Node array(Ty type, Scope scope, int depth) {
    Ty element = type.element();
    if (dice.chance(30)) {
      return Node.expression(
          type, "new " + element.text() + "[(#0 & 1) + 1]", part(Ty.INT, scope, depth));
    }
    return Node.expression(
        type,
        "new " + element.text() + "[] {#0, #1, #2}",
        part(element, scope, depth),
        part(element, scope, depth),
        part(element, scope, depth));
  }

  private Node number(Ty type, Scope scope, int depth) {
    if (type != Ty.INT && type != Ty.LONG && type != Ty.DOUBLE && type != Ty.FLOAT) {
      return type == Ty.CHAR && dice.chance(40)
          ? Node.expression(
              type,
              "#0.charAt(#1)",
              part(Ty.STRING, scope, depth),
              expressions.index(scope, depth - 1))
          : cast(type, Ty.INT, scope, depth);
    }
    if (dice.chance(15)) {
      return cast(type, dice.pick(Ty.NUMERIC), scope, depth);
    }
    if (type == Ty.INT && dice.chance(45)) {
      return integer(scope, depth);
    }
    boolean integral = Ty.INTEGRAL.contains(type);
    String operator =
        integral && dice.chance(40)
            ? dice.pick("<<", ">>", ">>>", "&", "|", "^")
            : dice.pick("+", "-", "*", "/", "%");
    return Node.expression(
        type,
        "(#0 " + operator + " #1)",
        part(type, scope, depth),
        part(operator.length() > 1 ? Ty.INT : type, scope, depth));
  }

  private Node cast(Ty type, Ty from, Scope scope, int depth) {
    return Node.expression(
        type, "((" + type.text() + ") (" + from.text() + ") #0)", part(from, scope, depth));
  }

  private Node integer(Scope scope, int depth) {
    return switch (dice.below(context.isModern() ? 9 : 7)) {
      case 0 -> Node.expression(Ty.INT, "#0.length()", part(Ty.STRING, scope, depth));
      case 1 -> Node.expression(Ty.INT, "#0.length", part(dice.pick(Ty.ARRAYS), scope, depth));
      case 2 -> Node.expression(Ty.INT, "#0.first", part(Ty.PAIR, scope, depth));
      case 3 -> Node.expression(Ty.INT, "#0.ordinal()", part(Ty.COLOUR, scope, depth));
      case 4 -> Node.expression(Ty.INT, "((int) #0)", part(Ty.BOXED, scope, depth));
      case 5, 6 ->
          Node.expression(
              Ty.INT,
              "mix(#0, #1, #2, #3)",
              part(Ty.INT, scope, depth),
              part(Ty.LONG, scope, depth),
              part(Ty.STRING, scope, depth),
              part(Ty.DOUBLE, scope, depth));
      default -> binding(scope, depth);
    };
  }

  /** {@code o instanceof Integer q && … ? … : …}. */
  private Node binding(Scope scope, int depth) {
    String name = context.name("q");
    Node tested = part(Ty.OBJECT, scope, depth);
    Scope inner = scope.nested();
    inner.declare(new Var(name, Ty.BOXED, true));
    return Node.expression(
        Ty.INT,
        "(#0 instanceof Integer " + name + " && #1 ? #2 : #3)",
        tested,
        part(Ty.BOOLEAN, inner, depth),
        part(Ty.INT, inner, depth),
        part(Ty.INT, scope, depth));
  }

  private Node condition(Scope scope, int depth) {
    return switch (dice.below(8)) {
      case 0, 1 -> {
        Ty type = dice.pick(Ty.NUMERIC);
        yield Node.expression(
            Ty.BOOLEAN,
            "(#0 " + dice.pick("<", "<=", ">", ">=", "==", "!=") + " #1)",
            part(type, scope, depth),
            part(type, scope, depth));
      }
      case 2, 3 ->
          Node.expression(
              Ty.BOOLEAN,
              "(#0 " + dice.pick("&&", "||", "&", "|", "^") + " #1)",
              part(Ty.BOOLEAN, scope, depth),
              part(Ty.BOOLEAN, scope, depth));
      case 4 -> Node.expression(Ty.BOOLEAN, "!#0", part(Ty.BOOLEAN, scope, depth));
      case 5 ->
          Node.expression(
              Ty.BOOLEAN,
              "(#0 instanceof " + dice.pick("String", "Integer", "Pair", "int[]") + ")",
              part(Ty.OBJECT, scope, depth));
      case 6 -> Node.expression(Ty.BOOLEAN, "(#0 == null)", part(Ty.STRING, scope, depth));
      default ->
          Node.expression(
              Ty.BOOLEAN,
              "#0.equals(#1)",
              part(Ty.STRING, scope, depth),
              part(Ty.OBJECT, scope, depth));
    };
  }

  private Node string(Scope scope, int depth) {
    Ty other =
        dice.pick(
            Ty.INT, Ty.LONG, Ty.DOUBLE, Ty.FLOAT, Ty.BOOLEAN, Ty.CHAR, Ty.BYTE, Ty.BOXED, Ty.PAIR);
    return switch (dice.below(6)) {
      case 0, 1 ->
          Node.expression(
              Ty.STRING, "(#0 + #1)", part(Ty.STRING, scope, depth), part(other, scope, depth));
      case 2 ->
          Node.expression(
              Ty.STRING,
              "(\"<\" + #0 + \"|\" + #1 + #2 + \">\")",
              part(other, scope, depth),
              part(Ty.STRING, scope, depth),
              part(other, scope, depth));
      case 3 -> Node.expression(Ty.STRING, "show(#0)", part(Ty.OBJECT, scope, depth));
      case 4 -> Node.expression(Ty.STRING, "#0.second", part(Ty.PAIR, scope, depth));
      default -> Node.expression(Ty.STRING, "cut(#0)", part(Ty.STRING, scope, depth));
    };
  }

  private Node object(Scope scope, int depth) {
    if (dice.chance(10)) {
      return Node.expression(
          Ty.OBJECT,
          "((Object) new long[#0 & 1][(#1 & 1) + 1])",
          part(Ty.INT, scope, depth),
          part(Ty.INT, scope, depth));
    }
    if (context.isModern() && dice.chance(15)) {
      return Node.expression(
          Ty.OBJECT,
          "((Object) new Rec(#0, cut(#1)))",
          part(Ty.INT, scope, depth),
          part(Ty.STRING, scope, depth));
    }
    return Node.expression(Ty.OBJECT, "((Object) #0)", part(dice.pick(Ty.COMMON), scope, depth));
  }

  private Node pair(Scope scope, int depth) {
    Node first = part(Ty.INT, scope, depth);
    Node second = part(Ty.STRING, scope, depth);
    return switch (dice.below(4)) {
      case 0 ->
          Node.expression(
              Ty.PAIR, "#2.with(#0, cut(#1))", first, second, part(Ty.PAIR, scope, depth));
      case 1 ->
          Node.expression(
              Ty.PAIR,
              "new Pair(#0, cut(#1)) {\n@Override public String toString() { return \"!\" + first; } }",
              first,
              second);
      default -> Node.expression(Ty.PAIR, "new Pair(#0, cut(#1))", first, second);
    };
  }
}
