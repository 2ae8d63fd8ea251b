package dev.fermata.internal.core;

import dev.fermata.Coroutine;
import dev.fermata.continuation.Context;

/**
 * A coroutine of the runtime that begins without a frame. It suspends at most once, and its value
 * is that of what it waits for; a {@link StateMachineCoroutine} may suspend more often, and makes a
 * frame then.
 */
public abstract class LeafCoroutine<T> extends Coroutine<T> {
  protected LeafCoroutine() {}

  /**
   * Carries the coroutine out.
   *
   * @return the value; meaningless when the context is suspended on return
   */
  protected abstract Object begin(Context context) throws Throwable;

  @Override
  protected final Object awaitIn(Context context) throws Throwable {
    take();
    return begin(context);
  }

  @Override
  final Object take() {
    if (isUsed()) {
      throw alreadyUsed();
    }
    use();
    return this;
  }

  @Override
  public final void close() {
    if (!isUsed()) {
      use();
    }
  }
}
