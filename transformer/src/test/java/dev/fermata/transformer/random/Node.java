package dev.fermata.transformer.random;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a random program: an expression, a statement, or a list of statements. Its text is a
 * template in which {@code #0} … {@code #9}, {@code #a} … stand for its parts, once for each form
 * of the program.
 */
final class Node {
  /** What a node is, and so what may take its place. */
  enum Kind {
    EXPRESSION,
    STATEMENT,
    STATEMENTS
  }

  private final Kind kind;
  private final Ty type;
  private final String async;
  private final String straight;
  private final List<Node> parts;
  private final boolean completes;

  private Node(
      Kind kind, Ty type, String async, String straight, List<Node> parts, boolean completes) {
    this.kind = kind;
    this.type = type;
    this.async = async;
    this.straight = straight;
    this.parts = parts;
    this.completes = completes;
  }

  /** An expression that is the same in both forms. */
  static Node expression(Ty type, String text, Node... parts) {
    return expression(type, text, text, parts);
  }

  /** An expression. */
  static Node expression(Ty type, String async, String straight, Node... parts) {
    return new Node(Kind.EXPRESSION, type, async, straight, List.of(parts), true);
  }

  /** The simplest expression of a type. */
  static Node simplest(Ty type) {
    return expression(type, type.simplest());
  }

  /** A statement after which the next one may run. */
  static Node statement(String text, Node... parts) {
    return statement(true, text, text, parts);
  }

  /**
   * A statement.
   *
   * @param completes whether the next statement can be reached (JLS 14.22)
   */
  static Node statement(boolean completes, String async, String straight, Node... parts) {
    return new Node(Kind.STATEMENT, null, async, straight, List.of(parts), completes);
  }

  /** Statements one after another. */
  static Node statements(List<Node> list) {
    boolean completes = list.isEmpty() || list.get(list.size() - 1).completes();
    return new Node(Kind.STATEMENTS, null, "", "", new ArrayList<>(list), completes);
  }

  Kind kind() {
    return kind;
  }

  /** An expression's type. */
  Ty type() {
    return type;
  }

  /** The parts; unmodifiable. */
  List<Node> parts() {
    return List.copyOf(parts);
  }

  /** Whether what follows can be reached. */
  boolean completes() {
    return completes;
  }

  /** This node with other parts. */
  Node with(List<Node> newParts) {
    return new Node(kind, type, async, straight, newParts, completes);
  }

  /** How many nodes there are from here on. */
  int size() {
    int size = 1;
    for (Node part : parts) {
      size += part.size();
    }
    return size;
  }

  /** Writes the text of one form. */
  String text(boolean isAsync) {
    StringBuilder out = new StringBuilder();
    write(isAsync, out);
    return out.toString();
  }

  private void write(boolean isAsync, StringBuilder out) {
    if (kind == Kind.STATEMENTS) {
      for (Node part : parts) {
        part.write(isAsync, out);
        out.append('\n');
      }
      return;
    }
    String template = isAsync ? async : straight;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '#') {
        parts.get(Character.digit(template.charAt(++i), 36)).write(isAsync, out);
      } else {
        out.append(c);
      }
    }
  }
}
