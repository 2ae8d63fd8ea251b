package dev.fermata.internal.core;

import java.util.function.Function;

/**
 * Something that each loop has once and makes when it is first asked for: so the core needs no
 * field for what a part of the library keeps in a loop. What is a {@link CloseListener} hears when
 * the loop is closed.
 *
 * @param <T> what it is
 */
public final class LoopLocal<T> {
  private final Function<LoopEngine, T> factory;

  public LoopLocal(Function<LoopEngine, T> factory) {
    this.factory = factory;
  }

  /** That of a loop; called on its thread. */
  public T of(LoopEngine engine) {
    T value = orNull(engine);
    if (value == null) {
      value = factory.apply(engine);
      engine.setLocal(this, value);
    }
    return value;
  }

  /** That of a loop, or null where nobody has asked for it. */
  @SuppressWarnings("unchecked")
  public T orNull(LoopEngine engine) {
    return (T) engine.local(this);
  }
}
