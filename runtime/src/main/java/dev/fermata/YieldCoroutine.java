package dev.fermata;

import dev.fermata.continuation.Context;

/** Lets all other ready handles run once. */
final class YieldCoroutine extends LeafCoroutine<Void> {
  @Override
  Object begin(Context context) {
    TaskContext.of(context);
    return context.suspendForTurn();
  }
}
