package dev.fermata.internal.core;

import dev.fermata.Awaitable;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import java.util.Objects;

/** A coroutine that awaits one object and returns its value. */
public final class AwaitingCoroutine<T> extends LeafCoroutine<T> {
  private final Awaitable<T> awaitable;

  public AwaitingCoroutine(Awaitable<T> awaitable) {
    this.awaitable = Objects.requireNonNull(awaitable, "awaitable");
  }

  @Override
  protected Object begin(Context context) throws Throwable {
    return Awaited.await(awaitable, context);
  }
}
