package dev.fermata;

import dev.fermata.internal.core.ValuesState;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;

/**
 * A set of values of all {@link ContextVar}s, in which code can run, several times.
 *
 * <p>Code that runs in it sees its values, and the values that the code sets stay in it. To run a
 * callback in it, register one that calls {@link #run}. To run a task in it, use {@link
 * Fermata#createTaskIn}. It belongs to one thread at a time.
 *
 * <p>asyncio: {@code contextvars.Context}.
 */
public final class ContextValues extends ValuesState {
  private ContextValues() {}

  /**
   * Copies the values that the calling code sees, inside or outside of a loop.
   *
   * <p>asyncio: {@code contextvars.copy_context}.
   *
   * @return a set of its own: changes here and there are independent of each other
   */
  public static ContextValues copy() {
    return new ContextValues();
  }

  /**
   * Runs code that sees these values.
   *
   * <p>asyncio: {@code Context.run}.
   *
   * @param code what to run
   * @throws IllegalStateException when these values are in use: code in them cannot enter them
   *     again
   */
  public void run(Runnable code) {
    try {
      enter(
          () -> {
            code.run();
            return null;
          });
    } catch (RuntimeException error) {
      throw error;
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * Calls code that sees these values.
   *
   * <p>asyncio: {@code Context.run}.
   *
   * @param <T> the type of the result
   * @param code what to call
   * @return what the code returns
   * @throws IllegalStateException when these values are in use: code in them cannot enter them
   *     again
   * @throws Exception what the code throws
   */
  public <T> T call(Callable<T> code) throws Exception {
    return enter(code);
  }

  /**
   * Returns the value of a variable in this set.
   *
   * <p>asyncio: {@code Context[var]}.
   *
   * @param <T> the type of the value
   * @param variable the variable
   * @return its value here, else its default value; may be null
   * @throws NoSuchElementException when there is neither
   */
  public <T> T get(ContextVar<T> variable) {
    return variable.in(this);
  }

  Object lookup(ContextVar<?> variable, Object otherwise) {
    return valueOf(variable, otherwise);
  }
}
