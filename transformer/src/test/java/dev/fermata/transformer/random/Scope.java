package dev.fermata.transformer.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the code at one place of a random program may use. */
final class Scope {
  /**
   * A local variable.
   *
   * @param isFinal whether nothing assigns it, so that lambdas may use it
   */
  record Var(String name, Ty type, boolean isFinal) {}

  /** How control may leave the code at hand, and what it returns. */
  enum Exit {
    /** Returns a coroutine of the type. */
    COROUTINE,
    /** Returns a future of the type. */
    FUTURE,
    /** Returns a stage of the type. */
    STAGE,
    /** Returns the value itself, as a lambda that does not await. */
    VALUE,
    /** Yields the value of a switch expression. */
    YIELD,
    /** Nothing but an exception. */
    NONE
  }

  /** What a loop, switch or labelled block is to the statements in it. */
  static final class Target {
    final String label;
    final boolean isLoop;
    final boolean isUnlabelledTarget;
    boolean broken;
    boolean continued;

    Target(String label, boolean isLoop, boolean isUnlabelledTarget) {
      this.label = label;
      this.isLoop = isLoop;
      this.isUnlabelledTarget = isUnlabelledTarget;
    }
  }

  private final List<Var> vars = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final boolean awaits;
  private final boolean isStatic;
  private final boolean tries;
  private final boolean overridden;
  private final Exit exit;
  private final Ty result;

  /**
   * A scope without variables.
   *
   * @param awaits whether an await may stand here
   * @param isStatic whether there is no {@code this}
   * @param exit how the code may be left
   * @param result the type of what it returns or yields
   */
  Scope(boolean awaits, boolean isStatic, Exit exit, Ty result) {
    this(awaits, isStatic, true, false, exit, result);
  }

  private Scope(
      boolean awaits, boolean isStatic, boolean tries, boolean overridden, Exit exit, Ty result) {
    this.awaits = awaits;
    this.isStatic = isStatic;
    this.tries = tries;
    this.overridden = overridden;
    this.exit = exit;
    this.result = result;
  }

  /** A nested scope in the same method. */
  Scope nested() {
    return copy(vars, targets, awaits, tries, overridden, exit, result);
  }

  /** A nested scope whose returns a finally may override. */
  Scope nestedInFinally() {
    return copy(vars, targets, awaits, tries, true, exit, result);
  }

  /** The scope of a synchronized block's code, which may leave but not await. */
  Scope withoutAwaits() {
    return copy(vars, targets, false, tries, overridden, exit, result);
  }

  /**
   * The scope of a part of a switch expression.
   *
   * @param mayTry whether try and synchronized statements may stand in it
   */
  Scope yielding(Ty type, boolean mayTry) {
    return copy(vars, List.of(), awaits, tries && mayTry, overridden, Exit.YIELD, type);
  }

  /** The scope of a lambda: sees only variables that are never assigned. */
  Scope lambda(boolean mayAwait, Exit how, Ty type) {
    return copy(finals(), List.of(), mayAwait, true, false, how, type);
  }

  /** The scope of the condition of a case, which sees only what a lambda would see. */
  Scope guard() {
    return copy(finals(), List.of(), awaits, tries, overridden, Exit.NONE, null);
  }

  private List<Var> finals() {
    return vars.stream().filter(Var::isFinal).toList();
  }

  private Scope copy(
      List<Var> seen,
      List<Target> leave,
      boolean mayAwait,
      boolean mayTry,
      boolean override,
      Exit how,
      Ty type) {
    Scope scope = new Scope(mayAwait, isStatic, mayTry, override, how, type);
    scope.vars.addAll(seen);
    scope.targets.addAll(leave);
    return scope;
  }

  boolean awaits() {
    return awaits;
  }

  /** Whether try and synchronized statements may stand here. */
  boolean tries() {
    return tries;
  }

  /**
   * Whether a finally may override what is returned here. A coroutine that is returned then is
   * dropped by the compiler, and does not run.
   */
  boolean isOverridden() {
    return overridden;
  }

  boolean isStatic() {
    return isStatic;
  }

  Exit exit() {
    return exit;
  }

  Ty result() {
    return result;
  }

  void declare(Var variable) {
    vars.add(variable);
  }

  void enter(Target target) {
    targets.add(target);
  }

  List<Target> targets() {
    return targets;
  }

  /** The variables of a kind. */
  List<Var> vars(Predicate<Var> wanted) {
    return vars.stream().filter(wanted).toList();
  }
}
