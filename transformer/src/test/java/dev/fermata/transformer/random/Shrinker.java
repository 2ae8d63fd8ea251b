package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Node.Kind;
import dev.fermata.transformer.random.Program.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing program smaller for as long as it fails: leaves out methods and statements, puts
 * a statement's own parts in its place, and simpler expressions in the place of others. What is no
 * valid program any more does not fail, but fails to compile.
 */
final class Shrinker {
  private final Predicate<Program> fails;
  private final long end;

  /**
   * A shrinker.
   *
   * @param fails whether a program shows the defect
   * @param seconds how long it may take
   */
  Shrinker(Predicate<Program> fails, int seconds) {
    this.fails = fails;
    this.end = System.nanoTime() + seconds * 1_000_000_000L;
  }

  /** A smaller program that still fails. */
  Program shrink(Program program) {
    Program smallest = program;
    int size;
    do {
      size = smallest.size();
      smallest = withFewerMethods(smallest);
      for (int i = smallest.methods().size() - 1; i >= 0; i--) {
        smallest = withSmallerMethod(smallest, i);
      }
    } while (smallest.size() < size && !isOver());
    return smallest;
  }

  private boolean isOver() {
    return System.nanoTime() - end > 0;
  }

  private Program withFewerMethods(Program program) {
    Program smallest = program;
    for (int i = program.methods().size() - 1; i > 0; i--) {
      Program candidate = smallest.without(i);
      if (fails.test(candidate)) {
        smallest = candidate;
      }
    }
    return smallest;
  }

  /** Tries all variants of a method; goes on from where one was good, not from the beginning. */
  private Program withSmallerMethod(Program program, int index) {
    Program smallest = program;
    List<Node> variants = variants(smallest, index);
    for (int i = 0; i < variants.size() && !isOver(); i++) {
      Method method = smallest.methods().get(index);
      Program candidate = smallest.with(index, new Method(method.signature(), variants.get(i)));
      if (fails.test(candidate)) {
        smallest = candidate;
        variants = variants(smallest, index);
        i--;
      }
    }
    return smallest;
  }

  private static List<Node> variants(Program program, int index) {
    return variants(program.methods().get(index).body());
  }

  /** All trees with one change, those with changes near the root first. */
  private static List<Node> variants(Node node) {
    List<Node> variants = new ArrayList<>(replacements(node));
    List<Node> parts = node.parts();
    for (int i = 0; i < parts.size(); i++) {
      for (Node variant : variants(parts.get(i))) {
        List<Node> changed = new ArrayList<>(parts);
        changed.set(i, variant);
        variants.add(node.with(changed));
      }
    }
    return variants;
  }

  private static List<Node> replacements(Node node) {
    List<Node> replacements = new ArrayList<>();
    switch (node.kind()) {
      case STATEMENTS -> addShorterLists(node, replacements);
      case STATEMENT -> addParts(node, part -> part.kind() != Kind.EXPRESSION, replacements);
      case EXPRESSION -> {
        if (node.size() > 1 || !node.text(true).equals(node.type().simplest())) {
          replacements.add(Node.simplest(node.type()));
        }
        addParts(node, part -> part.type() == node.type(), replacements);
      }
    }
    return replacements;
  }

  private static void addShorterLists(Node node, List<Node> replacements) {
    List<Node> all = node.parts();
    for (int length = all.size(); length > 0; length /= 2) {
      for (int from = 0; from < all.size(); from += length) {
        List<Node> rest = new ArrayList<>(all.subList(0, from));
        rest.addAll(all.subList(Math.min(all.size(), from + length), all.size()));
        replacements.add(node.with(rest));
      }
    }
  }

  private static void addParts(Node node, Predicate<Node> wanted, List<Node> replacements) {
    for (Node part : node.parts()) {
      if (wanted.test(part)) {
        replacements.add(part);
      } else {
        addParts(part, wanted, replacements);
      }
    }
  }
}
