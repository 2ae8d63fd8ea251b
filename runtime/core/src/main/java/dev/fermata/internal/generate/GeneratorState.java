package dev.fermata.internal.generate;

import dev.fermata.AsyncGenerator;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;

/**
 * The state of an {@link AsyncGenerator}. All of it is in its body, a separate object, so that a
 * generator with a suspended body can be collected.
 *
 * @param <T> the type of the elements
 */
public abstract class GeneratorState<T> implements AsyncIterator<T> {
  private final GeneratorBody<T> body;

  /** Is finalised when nobody can reach this any more; null before the body begins. */
  Object guard;

  /** Makes a generator whose body has not begun. */
  protected GeneratorState(AsyncGenerator.Body<T> body) {
    this.body = new GeneratorBody<>(body);
  }

  @Override
  public Coroutine<Boolean> advance() {
    return new GeneratorRun.Advance<>(this, body);
  }

  @Override
  public T current() {
    return body.current();
  }

  @Override
  public Coroutine<Void> close() {
    return new GeneratorRun.Close<>(this, body);
  }
}
