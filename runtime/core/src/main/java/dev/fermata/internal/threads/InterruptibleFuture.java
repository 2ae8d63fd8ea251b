package dev.fermata.internal.threads;

import dev.fermata.CancelledError;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Variables;
import java.util.concurrent.Callable;

/**
 * A job that a cancellation interrupts and waits for. It then ends as cancelled, however the call
 * reacts to the interrupt.
 */
final class InterruptibleFuture<T> extends ExecutorFuture<T> {
  /** The thread that makes the call, while it may be interrupted; guarded by this. */
  private Thread worker;

  /** Whether to interrupt the thread as soon as it is known; guarded by this. */
  private boolean interrupted;

  /** Set on the loop's thread by the first cancellation of a call that has begun. */
  private boolean cancelRequested;

  private String cancelMessage;

  InterruptibleFuture(LoopEngine engine, Callable<T> callable, Variables variables) {
    super(engine, callable, variables);
  }

  @Override
  T call(Callable<T> body) throws Exception {
    try {
      setWorker(Thread.currentThread());
      return body.call();
    } finally {
      setWorker(null);
      // If the call has not noticed the interrupt, it must not reach the thread's next job.
      Thread.interrupted();
    }
  }

  private synchronized void setWorker(Thread thread) {
    worker = thread;
    if (thread != null && interrupted) {
      thread.interrupt();
    }
  }

  private synchronized void interrupt() {
    interrupted = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  @Override
  void end(T value, Throwable error) {
    if (!cancelRequested) {
      super.end(value, error);
      return;
    }
    CancelledError cancelled = new CancelledError(cancelMessage);
    if (error != null && !(error instanceof InterruptedException)) {
      cancelled.addSuppressed(error);
    }
    complete(CANCELLED, cancelled);
  }

  @Override
  public boolean cancel(String message) {
    checkThread();
    if (isDone()) {
      return super.cancel(message);
    }
    if (drop()) {
      complete(CANCELLED, message);
      return true;
    }
    if (!cancelRequested) {
      cancelRequested = true;
      cancelMessage = message;
    }
    try {
      interrupt();
    } catch (Throwable refused) {
      // The thread's class is a user's. The wait for the end of the call goes on.
      engine().failures.report(Failures.context("a job could not be interrupted", refused));
    }
    return true;
  }
}
