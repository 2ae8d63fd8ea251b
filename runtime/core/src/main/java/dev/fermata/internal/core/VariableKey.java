package dev.fermata.internal.core;

import dev.fermata.ContextVar;

/** Gives a {@link ContextVar} access to its value in the running code. */
public abstract class VariableKey extends Variables.Key {
  /** Makes a variable without a value. */
  protected VariableKey() {}

  /** The value in the calling code, or {@code otherwise} when there is none. */
  protected final Object lookup(Object otherwise) {
    return Variables.get(LoopEngine.currentVariables(), this, otherwise);
  }

  /** Sets the variable in the calling code. */
  protected final void assign(Object value) {
    change(Variables.with(LoopEngine.currentVariables(), this, value));
  }

  /**
   * An object that stands for the calling task, callback or thread, from its first {@link #assign}
   * on; null before.
   */
  protected final Object context() {
    return Variables.context(LoopEngine.currentVariables());
  }

  /** Removes the variable's value in the calling code. */
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
