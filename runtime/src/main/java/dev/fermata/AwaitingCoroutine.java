package dev.fermata;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import java.util.Objects;

/** A coroutine that awaits one object and returns its value. */
final class AwaitingCoroutine<T> extends LeafCoroutine<T> {
  private final Awaitable<T> awaitable;

  AwaitingCoroutine(Awaitable<T> awaitable) {
    this.awaitable = Objects.requireNonNull(awaitable, "awaitable");
  }

  @Override
  Object begin(Context context) throws Throwable {
    return Awaited.await(awaitable, context);
  }
}
