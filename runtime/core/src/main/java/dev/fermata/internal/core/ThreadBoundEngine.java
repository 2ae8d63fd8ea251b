package dev.fermata.internal.core;

import dev.fermata.internal.loop.Clock;
import java.util.Random;
import java.util.stream.Stream;

/** An engine that knows which thread runs it, and finds the engine that a thread runs. */
public abstract class ThreadBoundEngine extends PollingEngine {
  private static final ThreadLocal<LoopEngine> RUNNING = new ThreadLocal<>();

  /** The thread that runs the loop; null while none does. Written under this object's lock. */
  private volatile Thread owner;

  ThreadBoundEngine(Clock clock, Random order) {
    super(clock, order);
  }

  /** The engine that the calling thread runs, or null. */
  public static LoopEngine runningOrNull() {
    return RUNNING.get();
  }

  /** Throws when the calling thread cannot begin to run the loop. */
  public final void checkFree() {
    if (isRunning()) {
      throw new IllegalStateException("this event loop runs already");
    }
    if (RUNNING.get() != null) {
      throw new IllegalStateException("another event loop runs in this thread");
    }
  }

  /** Called when the calling thread begins to run this. */
  public final synchronized void enter() {
    checkFree();
    owner = Thread.currentThread();
    RUNNING.set((LoopEngine) this);
  }

  /** Called when the calling thread ends its run. */
  public final synchronized void leave() {
    RUNNING.remove();
    owner = null;
  }

  /** The thread that runs the loop; null while none does. */
  public final Thread owner() {
    return owner;
  }

  public final boolean isRunning() {
    return owner != null;
  }

  /** The stack of a thread; empty when its class is a user's and fails to tell. */
  public static StackTraceElement[] stackOf(Thread thread) {
    try {
      return Stream.of(thread.getStackTrace())
          .map(ThreadBoundEngine::withoutModule)
          .toArray(StackTraceElement[]::new);
    } catch (Throwable refused) {
      return new StackTraceElement[0];
    }
  }

  /** Removes the names of class loaders: only some JDKs tell them for another thread's methods. */
  private static StackTraceElement withoutModule(StackTraceElement element) {
    return new StackTraceElement(
        element.getClassName(),
        element.getMethodName(),
        element.getFileName(),
        element.getLineNumber());
  }

  /** Whether the calling thread runs the loop. */
  public final boolean isCurrent() {
    return owner == Thread.currentThread();
  }

  /** Throws when another thread runs the loop. */
  public final void checkThread() {
    if (owner != Thread.currentThread()) {
      checkStranger();
    }
  }

  private void checkStranger() {
    Thread running = owner;
    if (running != null && running != Thread.currentThread()) {
      throw new IllegalStateException(
          "this call belongs to the thread that runs the event loop, "
              + running.getName()
              + ", but was made in "
              + Thread.currentThread().getName()
              + ": use callSoonThreadsafe or submit");
    }
  }
}
