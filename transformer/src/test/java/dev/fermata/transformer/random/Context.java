package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Signature.Owner;
import java.util.List;

/** What the generators of expressions and statements share while they write one method. */
final class Context {
  /** The Java level from which there are switch expressions, records and patterns. */
  private static final int MODERN = 17;

  /** The Java level from which a switch knows patterns. */
  private static final int PATTERNS = 21;

  final Dice dice;
  final Expressions expressions;
  final Statements statements;
  final Switches switches;
  private final int level;
  private final Owner owner;
  private final List<Signature> callees;
  private int names;
  private int steps;
  private int budget;

  /**
   * For one method.
   *
   * @param level the Java version of the source
   * @param owner where the method stands
   * @param callees the methods that it may call
   */
  Context(Dice dice, int level, Owner owner, List<Signature> callees) {
    this.dice = dice;
    this.level = level;
    this.owner = owner;
    this.callees = callees;
    this.budget = dice.chance(4) ? 400 : 15 + dice.below(60);
    this.expressions = new Expressions(this);
    this.statements = new Statements(this);
    this.switches = new Switches(this);
  }

  boolean isModern() {
    return level >= MODERN;
  }

  boolean hasPatterns() {
    return level >= PATTERNS;
  }

  /** Counts another part of the method, and tells whether it should not become larger. */
  boolean isSpent() {
    return budget-- <= 0;
  }

  /** A new name. */
  String name(String prefix) {
    return prefix + names++;
  }

  /** A new text for the trace. */
  String step() {
    return "\"s" + steps++ + "\"";
  }

  /** The methods that code with this scope can call. */
  List<Signature> callees(Scope scope) {
    return callees.stream().filter(s -> s.isCallableFrom(owner, scope.isStatic())).toList();
  }

  /** Whether the code at hand has the fields of the class. */
  boolean hasFields(Scope scope) {
    return !scope.isStatic() && !owner.isInInterface();
  }
}
