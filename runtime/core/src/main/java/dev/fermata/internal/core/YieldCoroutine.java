package dev.fermata.internal.core;

import dev.fermata.continuation.Context;

/** Lets all other ready handles run once. */
public final class YieldCoroutine extends LeafCoroutine<Void> {
  @Override
  protected Object begin(Context context) {
    TaskContext.of(context);
    return context.suspendForTurn();
  }
}
