package dev.fermata.internal.core;

/**
 * Context variables that several tasks, and code outside of tasks, share. The snapshots that this
 * code sees have this object as their {@link Variables#context}, so each change arrives here.
 */
public abstract class SharedVariables {
  Variables variables;

  private boolean entered;

  SharedVariables(Variables variables) {
    this.variables = variables;
  }

  /** Whether code runs with these variables. */
  final boolean isEntered() {
    return entered;
  }

  /** Begins code with these variables and the given states of context elements; null for none. */
  final Variables begin(CapturedContext captured) {
    entered = true;
    return Variables.of(this, variables, captured);
  }

  /** As {@link #begin}, for a step of a task. The states are those of the task's own variables. */
  final Variables beginStep(Variables own) {
    return begin(own == null ? null : own.captured);
  }

  /** Called when code with these variables has set one. */
  final void keep(Variables changed) {
    variables = Variables.inherited(changed);
  }

  /** Ends the code with these variables. */
  final void end() {
    entered = false;
  }
}
