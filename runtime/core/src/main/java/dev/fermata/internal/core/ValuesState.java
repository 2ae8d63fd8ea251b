package dev.fermata.internal.core;

import dev.fermata.ContextVar;
import java.util.concurrent.Callable;

/** The state of a {@code ContextValues}: what the code that it runs has set last. */
public abstract class ValuesState extends SharedVariables {
  private boolean entered;

  /** Takes the values that the calling code sees. */
  protected ValuesState() {
    super(Variables.inherited(LoopEngine.currentVariables()));
  }

  /** Calls code that sees these values, and keeps those that it leaves. */
  protected final <T> T enter(Callable<T> code) throws Exception {
    if (entered) {
      throw new IllegalStateException(
          this + " is in use already: code in it cannot enter it again");
    }
    Variables outer = LoopEngine.currentVariables();
    entered = true;
    LoopEngine.setCurrentVariables(variables);
    try {
      return code.call();
    } finally {
      variables = LoopEngine.currentVariables();
      LoopEngine.setCurrentVariables(outer);
      entered = false;
    }
  }

  /** The value of a variable in these values, or {@code otherwise} where it has none. */
  protected final Object valueOf(ContextVar<?> variable, Object otherwise) {
    return Variables.get(variables, variable, otherwise);
  }
}
