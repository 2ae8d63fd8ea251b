package dev.fermata.internal.core;

import dev.fermata.continuation.Context;

/** Waits for a time, or for one pass of the loop, and returns a value. */
public final class SleepCoroutine<T> extends LeafCoroutine<T> {
  private final long nanos;
  private final T value;

  public SleepCoroutine(long nanos, T value) {
    this.nanos = nanos;
    this.value = value;
  }

  @Override
  protected Object begin(Context context) {
    TaskContext taskContext = TaskContext.of(context);
    if (nanos > 0) {
      return context.suspendOn(taskContext.engine.startTimer(nanos, value));
    }
    return value == null ? context.suspendForTurn() : context.suspendOn(new Yield(value));
  }
}
