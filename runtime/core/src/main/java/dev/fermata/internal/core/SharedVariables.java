package dev.fermata.internal.core;

/** Context variables that several tasks, and code outside of them, have in common. */
public abstract class SharedVariables {
  Variables variables;

  SharedVariables(Variables variables) {
    this.variables = variables;
  }

  /** These, with the states of context elements that a task's own variables have. */
  final Variables forTask(Variables own) {
    return own == null || own.captured == null
        ? variables
        : Variables.capturing(variables, own.captured);
  }
}
