package dev.fermata.internal.core;

import dev.fermata.ContextVar;

/** How a {@link ContextVar} reaches its value in the code that runs. */
public abstract class VariableKey extends Variables.Key {
  /** Makes a variable without a value. */
  protected VariableKey() {}

  /** The value where this is called, or {@code otherwise} where there is none. */
  protected final Object lookup(Object otherwise) {
    return Variables.get(LoopEngine.currentVariables(), this, otherwise);
  }

  /** Gives the variable a value where this is called. */
  protected final void assign(Object value) {
    change(Variables.with(LoopEngine.currentVariables(), this, value));
  }

  /**
   * What stands for the task, callback or thread in which this is called, from its first {@link
   * #assign} on; null before.
   */
  protected final Object context() {
    return Variables.context(LoopEngine.currentVariables());
  }

  /** Takes the variable's value away where this is called. */
  protected final void remove() {
    change(Variables.without(LoopEngine.currentVariables(), this));
  }

  private static void change(Variables changed) {
    LoopEngine.setCurrentVariables(changed);
    if (Variables.context(changed) instanceof SharedVariables shared) {
      shared.keep(changed);
    }
  }
}
