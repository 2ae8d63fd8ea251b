package dev.fermata.internal.threads;

import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LeafCoroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.core.Variables;
import java.util.concurrent.Callable;

/** Runs a blocking call in the loop's default executor, with the caller's context variables. */
public final class ExecutorCoroutine<T> extends LeafCoroutine<T> {
  private final Callable<T> callable;
  private final boolean interruptible;

  public ExecutorCoroutine(Callable<T> callable, boolean interruptible) {
    if (callable == null) {
      throw new NullPointerException("callable");
    }
    this.callable = callable;
    this.interruptible = interruptible;
  }

  @Override
  protected Object begin(Context context) {
    LoopEngine engine = TaskContext.of(context).engine;
    Variables variables = engine.capturedVariables();
    ExecutorFuture<T> job =
        interruptible
            ? new InterruptibleFuture<>(engine, callable, variables)
            : new ExecutorFuture<>(engine, callable, variables);
    return context.suspendOn(Executors.of(engine).start(null, job));
  }
}
