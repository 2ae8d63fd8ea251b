package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Scope.Target;
import dev.fermata.transformer.random.Scope.Var;
import java.util.ArrayList;
import java.util.List;

/** Writes random switch statements and expressions, old and new. */
final class Switches {
  private static final int DEPTH = 2;

  private final Context context;
  private final Dice dice;

  Switches(Context context) {
    this.context = context;
    this.dice = context.dice;
  }

  /** A case: what stands between {@code case} and the arrow or colon, and what it declares. */
  private record Label(String text, List<Var> variables, Node guard) {}

  private List<String> constants(Ty type) {
    return switch (type) {
      case INT -> dice.chance(70) ? List.of("0", "1", "2", "3") : List.of("-5", "0", "70000", "7");
      case CHAR -> List.of("'a'", "'b'", "'z'", "'c'");
      case STRING -> List.of("\"a\"", "\"bc\"", "\"\"", "\"s\"");
      default -> List.of("RED", "GREEN", "BLUE");
    };
  }

  private Node selector(Ty type, Scope scope) {
    Node value = context.expressions.of(type, scope, DEPTH);
    return type == Ty.INT && dice.chance(70) ? Node.expression(type, "(#0 & 3)", value) : value;
  }

  /** The labels of a switch, each constant once; the last is the default. */
  private List<Label> labels(Ty type, boolean arrows) {
    List<Label> labels = new ArrayList<>();
    List<String> constants = constants(type);
    for (int i = 0; i < constants.size() && dice.chance(80); i++) {
      String text = "case " + constants.get(i);
      if (arrows && i + 1 < constants.size() && dice.chance(20)) {
        text += ", " + constants.get(++i);
      }
      labels.add(new Label(text, List.of(), null));
    }
    labels.add(new Label("default", List.of(), null));
    return labels;
  }

  // ------------------------------------------------------------------ statements

  /** A switch statement. */
  Node statement(Scope scope, int depth) {
    if (context.hasPatterns() && dice.chance(40)) {
      return arrows(patterns(scope), Ty.OBJECT, true, scope, depth);
    }
    Ty type = dice.pick(Ty.INT, Ty.STRING, Ty.COLOUR, Ty.CHAR);
    if (context.isModern() && dice.chance(50)) {
      return arrows(labels(type, true), type, dice.chance(70), scope, depth);
    }
    return old(labels(type, false), type, scope, depth);
  }

  private Node old(List<Label> labels, Ty type, Scope scope, int depth) {
    boolean hasDefault = dice.chance(70);
    List<Node> parts = new ArrayList<>(List.of(selector(type, scope)));
    String name = context.name("label");
    StringBuilder text = new StringBuilder(name + ": switch (#0) {\n");
    Target target = new Target(name, false, true);
    boolean completes = true;
    for (Label label : labels) {
      if (label.text().equals("default") && !hasDefault) {
        break;
      }
      Scope inner = scope.nested();
      inner.enter(target);
      Node group = group(inner, target, depth);
      completes = group.completes();
      text.append(label.text()).append(":\n#").append(digit(parts.size()));
      parts.add(group);
    }
    text.append("}");
    completes |= !hasDefault || target.broken;
    return Node.statement(completes, text.toString(), text.toString(), parts.toArray(Node[]::new));
  }

  /** The code of an old case: in braces, for its variables, and sometimes without an end. */
  private Node group(Scope scope, Target target, int depth) {
    Node block = context.statements.block(scope, depth - 1);
    List<Node> list = new ArrayList<>(List.of(braces(block)));
    if (block.completes() && dice.chance(60)) {
      target.broken = true;
      list.add(Node.statement(false, "break;", "break;"));
    }
    return Node.statements(list);
  }

  private static Node braces(Node block) {
    return Node.statement(block.completes(), "{\n#0}", "{\n#0}", block);
  }

  private Node arrows(List<Label> labels, Ty type, boolean hasDefault, Scope scope, int depth) {
    String name = context.name("label");
    Target target = new Target(name, false, true);
    List<Node> parts = new ArrayList<>(List.of(selector(type, scope)));
    StringBuilder text = new StringBuilder(name + ": switch (#0) {\n");
    boolean completes = !hasDefault;
    for (Label label : labels) {
      if (label.text().equals("default") && !hasDefault) {
        break;
      }
      Scope inner = scope.nested();
      label.variables().forEach(inner::declare);
      inner.enter(target);
      Node block = context.statements.block(inner, depth - 1);
      completes |= block.completes();
      head(label, text, parts);
      text.append(" -> {\n#").append(digit(parts.size())).append("}\n");
      parts.add(block);
    }
    text.append("}");
    return Node.statement(
        completes || target.broken, text.toString(), text.toString(), parts.toArray(Node[]::new));
  }

  private static void head(Label label, StringBuilder text, List<Node> parts) {
    text.append(label.text());
    if (label.guard() != null) {
      text.append(" when #").append(digit(parts.size()));
      parts.add(label.guard());
    }
  }

  private static char digit(int index) {
    return Character.forDigit(index, 36);
  }

  // ------------------------------------------------------------------ patterns

  private List<Label> patterns(Scope scope) {
    List<Label> labels = new ArrayList<>();
    if (dice.chance(30)) {
      labels.add(new Label("case null", List.of(), null));
    }
    if (dice.chance(60)) {
      Var number = new Var(context.name("q"), Ty.BOXED, true);
      labels.add(guarded("case Integer " + number.name(), List.of(number), scope));
    }
    if (dice.chance(60)) {
      Var first = new Var(context.name("q"), Ty.INT, true);
      Var second = new Var(context.name("q"), Ty.STRING, true);
      String pattern = "case Rec(int %s, String %s)".formatted(first.name(), second.name());
      labels.add(guarded(pattern, List.of(first, second), scope));
    }
    if (dice.chance(60)) {
      Var text = new Var(context.name("q"), Ty.STRING, true);
      labels.add(new Label("case String " + text.name(), List.of(text), null));
    }
    labels.add(new Label("default", List.of(), null));
    return labels;
  }

  private Label guarded(String text, List<Var> variables, Scope scope) {
    if (dice.chance(50)) {
      return new Label(text, variables, null);
    }
    Scope inner = scope.guard();
    variables.forEach(inner::declare);
    // Not a constant: a case that is always or never taken is an error.
    Node guard = context.expressions.of(Ty.BOOLEAN, inner, 1);
    return new Label(
        text, variables, Node.expression(Ty.BOOLEAN, "at(" + context.step() + ", #0)", guard));
  }

  // ------------------------------------------------------------------ expressions

  /** A switch expression. */
  Node expression(Ty type, Scope scope, int depth) {
    boolean patterns = context.hasPatterns() && dice.chance(40);
    Ty selected = patterns ? Ty.OBJECT : dice.pick(Ty.INT, Ty.STRING, Ty.COLOUR);
    List<Label> labels = patterns ? patterns(scope) : labels(selected, true);
    List<Node> parts = new ArrayList<>(List.of(selector(selected, scope)));
    boolean arrows = patterns || dice.chance(75);
    StringBuilder text = new StringBuilder("((" + type.text() + ") switch (#0) {\n");
    for (Label label : labels) {
      // Javac 17 and ecj fail on, or write wrong code for, some that have a try in the middle of
      // an expression; javac only where the switch is over strings.
      Scope inner = scope.yielding(type, selected != Ty.STRING && dice.chance(25));
      label.variables().forEach(inner::declare);
      head(label, text, parts);
      text.append(arrows ? " -> " : ":\n");
      boolean last = label.text().equals("default");
      if (arrows && (last || dice.chance(60))) {
        text.append('#').append(digit(parts.size())).append(";\n");
        parts.add(context.expressions.of(type, inner, depth - 1));
      } else {
        text.append("{\n#").append(digit(parts.size())).append("}\n");
        // At least one part must have a value.
        parts.add(context.statements.body(inner, last ? 0 : 1 + dice.below(2), depth - 1));
      }
    }
    return Node.expression(type, text.append("})").toString(), parts.toArray(Node[]::new));
  }
}
