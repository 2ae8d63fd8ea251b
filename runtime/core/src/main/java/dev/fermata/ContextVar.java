package dev.fermata;

import dev.fermata.internal.core.VariableKey;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * A variable with a value of its own in each task.
 *
 * <p>A task begins with the values that are current where it is created. From then on the task and
 * its creator do not see what the other sets. A coroutine that is awaited directly shares the
 * values of the task that awaits it. A callback ({@code callSoon}, {@code callLater}, {@code
 * addDoneCallback}) runs with the values that are current where it is registered, and what it sets
 * is lost at its end. Outside of a running loop each thread has its own values, and a loop's main
 * task begins with them.
 *
 * <p>It may be used by all threads. Make it a {@code static final} field, as a {@link ThreadLocal}.
 *
 * <p>asyncio: {@code contextvars.ContextVar}.
 *
 * @param <T> the type of the values
 */
public final class ContextVar<T> extends VariableKey {
  private static final Object NO_DEFAULT = new Object();

  private final String name;
  private final Object defaultValue;

  /**
   * Makes a variable without a default value.
   *
   * @param name what {@link #toString} shows
   * @throws NullPointerException when {@code name} is null
   */
  public ContextVar(String name) {
    this.name = Objects.requireNonNull(name, "name");
    this.defaultValue = NO_DEFAULT;
  }

  /**
   * Makes a variable with a default value.
   *
   * @param name what {@link #toString} shows
   * @param defaultValue what {@link #get} gives where nothing was set; may be null
   * @throws NullPointerException when {@code name} is null
   */
  public ContextVar(String name, T defaultValue) {
    this.name = Objects.requireNonNull(name, "name");
    this.defaultValue = defaultValue;
  }

  /**
   * Returns the name that it was made with.
   *
   * <p>asyncio: {@code ContextVar.name}.
   *
   * @return the name, not null
   */
  public String name() {
    return name;
  }

  /**
   * Returns the value in the current context, or else the default value.
   *
   * <p>asyncio: {@code ContextVar.get}.
   *
   * @return the value; may be null where null was set
   * @throws NoSuchElementException when there is neither
   */
  public T get() {
    return known(lookup(defaultValue));
  }

  /** The value in a set of values, else the default value. */
  T in(ContextValues values) {
    return known(values.lookup(this, defaultValue));
  }

  @SuppressWarnings("unchecked")
  private T known(Object value) {
    if (value == NO_DEFAULT) {
      throw new NoSuchElementException(this + " has no value here");
    }
    return (T) value;
  }

  /**
   * Sets the value in the current context.
   *
   * <p>asyncio: {@code ContextVar.set}.
   *
   * @param value the new value; may be null
   * @return a token with which {@link #reset} restores what was before
   */
  public Token<T> set(T value) {
    Object previous = lookup(Token.MISSING);
    assign(value);
    return new Token<>(this, previous, context());
  }

  /**
   * Restores the value that the variable had before the {@link #set} that returned {@code token};
   * if it had none, it has none again.
   *
   * <p>asyncio: {@code ContextVar.reset}.
   *
   * @param token what {@link #set} gave; a token that is refused here can still be used where it
   *     belongs
   * @throws IllegalArgumentException when another variable gave the token, or when that was in
   *     another task, callback or thread
   * @throws IllegalStateException when the token has been used
   * @throws NullPointerException when {@code token} is null
   */
  public void reset(Token<T> token) {
    if (token.used) {
      throw new IllegalStateException(token + " has already been used once");
    }
    if (token.variable != this) {
      throw new IllegalArgumentException(token + " was created by a different ContextVar");
    }
    if (context() != token.context) {
      throw new IllegalArgumentException(
          token
              + " was created in a different context: reset it in the task, callback or thread that"
              + " called set");
    }
    token.used = true;
    if (token.previous == Token.MISSING) {
      remove();
    } else {
      assign(token.previous);
    }
  }

  @Override
  public String toString() {
    return "ContextVar[" + name + "]";
  }

  /**
   * Remembers what a {@link ContextVar#set} replaced.
   *
   * <p>asyncio: {@code contextvars.Token}.
   *
   * @param <T> the type of the variable's values
   */
  public static final class Token<T> {
    private static final Object MISSING = new Object();

    private final ContextVar<T> variable;
    private final Object previous;

    /** Stands for the task, callback or thread that called {@code set}. */
    private final Object context;

    private boolean used;

    private Token(ContextVar<T> variable, Object previous, Object context) {
      this.variable = variable;
      this.previous = previous;
      this.context = context;
    }

    /**
     * Returns the variable that made this token.
     *
     * <p>asyncio: {@code Token.var}.
     *
     * @return the variable
     */
    public ContextVar<T> variable() {
      return variable;
    }

    @Override
    public String toString() {
      return "Token[" + variable.name + "]";
    }
  }
}
