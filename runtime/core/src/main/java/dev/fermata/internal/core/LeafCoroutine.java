package dev.fermata.internal.core;

import dev.fermata.Coroutine;
import dev.fermata.continuation.Context;

/**
 * A coroutine of the runtime that begins without a frame. It suspends at most once, and its value
 * is the outcome of what it waits for. A {@link StateMachineCoroutine} may suspend more often, and
 * then makes a frame.
 */
public abstract class LeafCoroutine<T> extends Coroutine<T> {
  private static final String SUFFIX = "Coroutine";

  protected LeafCoroutine() {}

  /**
   * Runs the coroutine.
   *
   * @return the value; meaningless when the context is suspended on return
   */
  protected abstract Object begin(Context context) throws Throwable;

  /** The function of the library that returns this. The class is named after it. */
  @Override
  protected String publicName() {
    String type = getClass().getSimpleName();
    String name = type.endsWith(SUFFIX) ? type.substring(0, type.length() - SUFFIX.length()) : type;
    return name.isEmpty() ? null : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  @Override
  protected final boolean isOver() {
    return isUsed();
  }

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
