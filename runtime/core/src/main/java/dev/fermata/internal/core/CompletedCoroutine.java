package dev.fermata.internal.core;

import dev.fermata.continuation.Context;

/** A coroutine whose outcome is known beforehand. */
public final class CompletedCoroutine<T> extends LeafCoroutine<T> {
  private final T value;
  private final Throwable error;

  CompletedCoroutine(T value, Throwable error) {
    this.value = value;
    this.error = error;
  }

  /** Any method may have made this. */
  @Override
  protected String publicName() {
    return null;
  }

  @Override
  protected Object begin(Context context) throws Throwable {
    return outcome();
  }

  /** The value, or throws the error. */
  public T outcome() throws Throwable {
    if (error != null) {
      throw error;
    }
    return value;
  }
}
