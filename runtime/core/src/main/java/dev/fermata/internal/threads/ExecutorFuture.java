package dev.fermata.internal.threads;

import dev.fermata.Future;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Variables;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A job in an executor, as a future of a loop. Cancelling it drops the job while it is queued. A
 * running job is not disturbed, and its outcome is ignored.
 */
public class ExecutorFuture<T> extends Future<T> {
  private final Callable<T> callable;
  private final Variables variables;

  /** Set by whoever comes first: the thread that runs the job, or the cancellation. */
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * @param variables the context variables that the job sees
   */
  public ExecutorFuture(LoopEngine engine, Callable<T> callable, Variables variables) {
    super(engine.origin);
    if (callable == null) {
      throw new NullPointerException("callable");
    }
    this.callable = callable;
    this.variables = variables;
  }

  /** Runs the job, in a thread of the executor. */
  final void work() {
    if (!taken.compareAndSet(false, true)) {
      return;
    }
    T value = null;
    Throwable error = null;
    Variables before = LoopEngine.currentVariables();
    LoopEngine.setCurrentVariables(variables);
    Variables.enter(variables);
    try {
      value = call(callable);
    } catch (Throwable t) {
      error = t;
    } finally {
      Variables.leave(variables);
      LoopEngine.setCurrentVariables(before);
    }
    T result = value;
    Throwable failure = error;
    engine().addFromAnywhere(Callback.of(() -> take(result, failure)));
  }

  /** Makes the call, in a thread of the executor. */
  T call(Callable<T> body) throws Exception {
    return body.call();
  }

  private void take(T value, Throwable error) {
    engine().outsideWork().jobEnded();
    if (!isDone()) {
      end(value, error);
    }
  }

  /** Takes the outcome of the call, on the loop's thread; this is pending. */
  void end(T value, Throwable error) {
    if (error == null) {
      succeed(value);
    } else {
      fail(error);
    }
  }

  @Override
  protected String label() {
    return "thread";
  }

  @Override
  public boolean cancel(String message) {
    boolean cancelled = super.cancel(message);
    if (cancelled) {
      drop();
    }
    return cancelled;
  }

  /**
   * Called when the executor has refused this, even if it runs the job all the same. Nobody has
   * this future.
   */
  final void abandon() {
    drop();
    complete(CANCELLED, null);
  }

  /** Prevents the call; false when it has begun. */
  final boolean drop() {
    boolean dropped = taken.compareAndSet(false, true);
    if (dropped) {
      engine().outsideWork().jobEnded();
    }
    return dropped;
  }
}
