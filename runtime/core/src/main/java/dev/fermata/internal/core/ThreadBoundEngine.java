package dev.fermata.internal.core;

import dev.fermata.internal.loop.Clock;
import java.util.Random;
import java.util.stream.Stream;

/**
 * An engine that knows which thread runs it, and finds the engine that a thread runs. A host's
 * thread stays the engine's also between two turns, but then it runs none.
 */
public abstract class ThreadBoundEngine extends PollingEngine {
  private static final ThreadLocal<LoopEngine> RUNNING = new ThreadLocal<>();

  /** The thread that runs the loop; null while none does. Written under this object's lock. */
  private volatile Thread owner;

  /** The owner while it runs the loop: always, unless it is a host's. */
  private volatile Thread runner;

  ThreadBoundEngine(Clock clock, Random order) {
    super(clock, order);
  }

  /** The engine that the calling thread runs, or null. */
  public static LoopEngine runningOrNull() {
    return RUNNING.get();
  }

  /** Throws when the calling thread cannot begin to run the loop. */
  public final void checkFree() {
    checkNotHosted();
    if (isRunning()) {
      throw new IllegalStateException("this event loop runs already");
    }
    if (RUNNING.get() != null) {
      throw new IllegalStateException("another event loop runs in this thread");
    }
  }

  /** Throws when a host runs the loop, which only its main coroutine ends. */
  public final void checkNotHosted() {
    if (isHosted() && isRunning()) {
      throw new IllegalStateException(
          "this event loop is hosted by the thread "
              + owner.getName()
              + ", which runs it turn by turn: it ends with its main coroutine, which the future"
              + " of runHosted cancels");
    }
  }

  /** Called when the calling thread begins to run this. */
  public final synchronized void enter() {
    checkFree();
    own();
    RUNNING.set((LoopEngine) this);
  }

  /** Called when the calling thread ends its run. */
  public final synchronized void leave() {
    RUNNING.remove();
    disown();
  }

  private void own() {
    owner = Thread.currentThread();
    runner = owner;
  }

  private void disown() {
    runner = null;
    owner = null;
  }

  /**
   * Called when the calling thread, which is the host's, begins a turn.
   *
   * @return the engine that this thread runs meanwhile, as code of its may wait for the host's
   *     events; null for none
   */
  public final synchronized LoopEngine enterTurn() {
    LoopEngine outer = RUNNING.get();
    own();
    RUNNING.set((LoopEngine) this);
    comeBack();
    return outer;
  }

  /**
   * Called when the turn is over.
   *
   * @param outer what {@link #enterTurn} returned
   */
  public final void leaveTurn(LoopEngine outer) {
    runner = null;
    if (outer == null) {
      RUNNING.remove();
    } else {
      RUNNING.set(outer);
    }
  }

  /** Called when there will be no more turns. */
  public final synchronized void leaveHost() {
    disown();
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

  /** Whether the calling thread is the loop's. */
  public final boolean isCurrent() {
    return owner == Thread.currentThread();
  }

  /** Whether the loop runs the calling code; a host's code between two turns it does not. */
  final boolean isInside() {
    return runner == Thread.currentThread();
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
