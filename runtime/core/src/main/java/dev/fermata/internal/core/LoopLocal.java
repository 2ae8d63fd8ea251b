package dev.fermata.internal.core;

import java.util.function.Function;

/**
 * A value that each loop has once, made when it is first asked for. So the core needs no field for
 * what a part of the library keeps in a loop. A value that is a {@link CloseListener} is notified
 * when the loop is closed.
 *
 * @param <T> the type of the value
 */
public final class LoopLocal<T> {
  private final Function<LoopEngine, T> factory;

  public LoopLocal(Function<LoopEngine, T> factory) {
    this.factory = factory;
  }

  /** The value of a loop. Called on its thread. */
  public T of(LoopEngine engine) {
    T value = orNull(engine);
    if (value == null) {
      value = factory.apply(engine);
      engine.setLocal(this, value);
    }
    return value;
  }

  /** The value of a loop; null when nobody has asked for it. */
  @SuppressWarnings("unchecked")
  public T orNull(LoopEngine engine) {
    return (T) engine.local(this);
  }
}
