package dev.fermata;

import dev.fermata.continuation.Context;
import java.util.concurrent.Callable;

/** Runs a blocking call in the loop's default executor, with the caller's context variables. */
final class JobCoroutine<T> extends LeafCoroutine<T> {
  private final Callable<T> callable;
  private final boolean interruptible;

  JobCoroutine(Callable<T> callable, boolean interruptible) {
    if (callable == null) {
      throw new NullPointerException("callable");
    }
    this.callable = callable;
    this.interruptible = interruptible;
  }

  @Override
  Object begin(Context context) {
    EventLoop loop = TaskContext.of(context).loop;
    Variables variables = Variables.inherited(loop.variables());
    Job<T> job =
        interruptible
            ? new InterruptibleJob<>(loop, callable, variables)
            : new Job<>(loop, callable, variables);
    return context.suspendOn(loop.executors.start(null, job));
  }
}
