package dev.fermata.internal.core;

import dev.fermata.Future;
import java.util.List;
import java.util.function.Consumer;

/** A user's callback on a future. */
final class DoneCallback<T> extends Callback {
  private final Future<T> future;
  private final Consumer<? super Future<T>> callback;
  private final Variables variables;

  /** What added it; null unless the loop is in debug mode. */
  private final List<StackTraceElement> origin;

  DoneCallback(Future<T> future, Consumer<? super Future<T>> callback) {
    if (callback == null) {
      throw new NullPointerException("callback");
    }
    this.future = future;
    this.callback = callback;
    this.variables = future.engine().capturedVariables();
    this.origin = future.engine().debug ? Origin.here() : null;
  }

  boolean isFor(Object other) {
    return callback.equals(other);
  }

  @Override
  protected List<StackTraceElement> origin() {
    return origin;
  }

  @Override
  protected void run() {
    future.engine().context.beginCallback(variables);
    callback.accept(future);
  }

  @Override
  public String toString() {
    return nameOf(callback);
  }
}
