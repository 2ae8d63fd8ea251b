package dev.fermata.internal.core;

import dev.fermata.ContextVar;
import java.util.concurrent.Callable;

/** The state of a {@code ContextValues}: the values that the code it runs has set last. */
public abstract class ValuesState extends SharedVariables {
  /** Takes the values that the calling code sees. */
  protected ValuesState() {
    super(Variables.inherited(LoopEngine.currentVariables()));
  }

  /** Calls code that sees these values, and keeps what it sets. */
  protected final <T> T enter(Callable<T> code) throws Exception {
    if (isEntered()) {
      throw new IllegalStateException(
          this + " is in use already: code in it cannot enter it again");
    }
    Variables outer = LoopEngine.currentVariables();
    LoopEngine.setCurrentVariables(begin(null));
    try {
      return code.call();
    } finally {
      LoopEngine.setCurrentVariables(outer);
      end();
    }
  }

  /** The value of a variable in these values, or {@code otherwise} where it has none. */
  protected final Object valueOf(ContextVar<?> variable, Object otherwise) {
    return Variables.get(variables, variable, otherwise);
  }
}
