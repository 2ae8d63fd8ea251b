package dev.fermata;

import dev.fermata.continuation.Context;
import java.util.concurrent.Callable;

/** Runs a blocking call in the loop's default executor, with the caller's context variables. */
final class JobCoroutine<T> extends LeafCoroutine<T> {
  private final Callable<T> callable;

  JobCoroutine(Callable<T> callable) {
    this.callable = callable;
  }

  @Override
  Object begin(Context context) {
    EventLoop loop = TaskContext.of(context).loop;
    return context.suspendOn(loop.executors.start(null, new Job<>(loop, callable, loop.variables)));
  }
}
