package dev.fermata.internal.core;

/**
 * Context variables that several tasks, and code outside of them, have in common. What code that
 * runs in them sees has this as its {@link Variables#context}, by which each change comes here.
 */
public abstract class SharedVariables {
  Variables variables;

  private boolean entered;

  SharedVariables(Variables variables) {
    this.variables = variables;
  }

  /** Whether code runs in these. */
  final boolean isEntered() {
    return entered;
  }

  /** Code begins that is to see these, with these states of context elements; null for none. */
  final Variables begin(CapturedContext captured) {
    entered = true;
    return Variables.of(this, variables, captured);
  }

  /** As {@link #begin}, for a step of a task, whose own variables have the states. */
  final Variables beginStep(Variables own) {
    return begin(own == null ? null : own.captured);
  }

  /** Code in these has set a variable. */
  final void keep(Variables changed) {
    variables = Variables.inherited(changed);
  }

  /** The code in these has ended. */
  final void end() {
    entered = false;
  }
}
