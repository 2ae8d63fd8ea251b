package dev.fermata.internal.core;

import dev.fermata.AsyncBody;
import dev.fermata.Coroutine;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;

/**
 * A coroutine that calls a lambda when it first runs, and then runs the coroutine that the lambda
 * returns.
 */
public final class BodyCoroutine<T> extends LeafCoroutine<T> {
  private final AsyncBody<T> body;

  public BodyCoroutine(AsyncBody<T> body) {
    this.body = body;
  }

  @Override
  protected Object begin(Context context) throws Throwable {
    Coroutine<T> started = body.start();
    if (started == null) {
      throw new NullPointerException("an asynchronous body returned null, not a coroutine");
    }
    return Awaited.await(started, context);
  }
}
