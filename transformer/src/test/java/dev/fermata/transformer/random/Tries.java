package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Scope.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes random try statements. */
final class Tries {
  /** What programs throw. */
  static final String[] THROWN = {
    "IllegalStateException", "IllegalArgumentException", "TestError", "ArithmeticException"
  };

  /** What they catch, each before its super types. */
  private static final List<String> CAUGHT =
      List.of(
          "NullPointerException",
          "IndexOutOfBoundsException",
          "ArithmeticException | IllegalArgumentException",
          "IllegalStateException",
          "RuntimeException",
          "Exception",
          "TestError",
          "Throwable");

  private static final Pattern LEAVES =
      Pattern.compile("\\b(return|throw|break|continue|yield)\\b");

  private final Context context;
  private final Dice dice;
  private final Statements statements;

  Tries(Context context, Statements statements) {
    this.context = context;
    this.dice = context.dice;
    this.statements = statements;
  }

  /** A try statement. */
  Node of(Scope scope, int depth) {
    // First, because jumps out of the other parts do not get past a finally that leaves itself.
    Node last = dice.chance(50) ? statements.block(scope.nested(), depth - 2) : null;
    List<boolean[]> jumps = saved(scope);
    List<Node> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder("try ");
    Scope around = mayLeave(last) ? scope.nestedInFinally() : scope;
    Scope inner = around.nested();
    boolean resources = dice.chance(20);
    if (resources) {
      text.append(resources(inner, parts));
    }
    Node body = maybeFailing(inner, depth);
    append("", body, text, parts);
    boolean completes = body.completes();
    int type = dice.below(CAUGHT.size());
    boolean needed = last == null && !resources;
    while (type < CAUGHT.size() && (needed || dice.chance(60))) {
      completes |= handler(CAUGHT.get(type), around, depth, text, parts);
      needed = false;
      type += 1 + dice.below(4);
    }
    if (last != null) {
      append(" finally ", last, text, parts);
      completes &= last.completes();
      if (!last.completes()) {
        restore(scope, jumps);
      }
    }
    return Node.statement(completes, text.toString(), text.toString(), parts.toArray(Node[]::new));
  }

  /** Whether a finally block may end in another way than at its end. */
  private static boolean mayLeave(Node last) {
    return last != null && LEAVES.matcher(last.text(true)).find();
  }

  private static void append(String head, Node block, StringBuilder text, List<Node> parts) {
    text.append(head).append("{\n#").append(Character.forDigit(parts.size(), 36)).append("}");
    parts.add(block);
  }

  private static List<boolean[]> saved(Scope scope) {
    return scope.targets().stream().map(t -> new boolean[] {t.broken, t.continued}).toList();
  }

  private static void restore(Scope scope, List<boolean[]> jumps) {
    for (int i = 0; i < jumps.size(); i++) {
      Target target = scope.targets().get(i);
      target.broken = jumps.get(i)[0];
      target.continued = jumps.get(i)[1];
    }
  }

  private String resources(Scope scope, List<Node> parts) {
    List<String> declarations = new ArrayList<>();
    int count = 1 + dice.below(2);
    for (int i = 0; i < count; i++) {
      parts.add(context.expressions.of(Ty.STRING, scope, 2));
      String value = "new Res(cut(#" + Character.forDigit(parts.size() - 1, 36) + "))";
      if (dice.chance(20)) {
        parts.add(context.expressions.of(Ty.BOOLEAN, scope, 1));
        value = "#" + Character.forDigit(parts.size() - 1, 36) + " ? null : " + value;
      }
      declarations.add("Res " + context.name("r") + " = " + value);
    }
    return "(" + String.join("; ", declarations) + ") ";
  }

  /** Code that has a reason to stand in a try statement. */
  private Node maybeFailing(Scope scope, int depth) {
    List<Node> list = new ArrayList<>();
    if (dice.chance(40) && scope.awaits()) {
      Node condition = context.expressions.of(Ty.BOOLEAN, scope, 2);
      String exception = "new " + dice.pick(THROWN) + "(" + context.step() + ")";
      list.add(
          Node.statement(
              true,
              "if (#0) { await(fails(" + exception + ")); }",
              "if (#0) { fails(" + exception + "); }",
              condition));
    }
    list.addAll(statements.block(scope, depth - 1).parts());
    return Node.statements(list);
  }

  /** Writes a handler and tells whether it completes. */
  private boolean handler(
      String type, Scope scope, int depth, StringBuilder text, List<Node> parts) {
    String name = context.name("e");
    List<Node> list = new ArrayList<>();
    list.add(Node.statement("log(name(" + name + "));"));
    list.addAll(statements.block(scope.nested(), depth - 1).parts());
    if (list.get(list.size() - 1).completes() && dice.chance(15)) {
      String rethrow = "throw " + name + ";";
      list.add(Node.statement(false, rethrow, rethrow));
    }
    Node handler = Node.statements(list);
    append(" catch (" + type + " " + name + ") ", handler, text, parts);
    return handler.completes();
  }
}
