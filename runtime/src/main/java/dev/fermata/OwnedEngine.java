package dev.fermata;

import dev.fermata.loop.Clock;
import dev.fermata.loop.Engine;
import java.util.Random;

/** An engine that knows which thread runs it; and which loop a thread runs. */
abstract class OwnedEngine extends Engine {
  private static final ThreadLocal<EventLoop> RUNNING = new ThreadLocal<>();

  /** The thread that runs the loop; null while none does. Written under this object's lock. */
  private volatile Thread owner;

  OwnedEngine(Clock clock, Random order) {
    super(clock, order);
  }

  /** The loop that the calling thread runs, or null. */
  static EventLoop runningLoop() {
    return RUNNING.get();
  }

  /** Throws when the calling thread cannot begin to run the loop. */
  void checkFree() {
    if (isRunning()) {
      throw new IllegalStateException("this event loop runs already");
    }
    if (RUNNING.get() != null) {
      throw new IllegalStateException("another event loop runs in this thread");
    }
  }

  /** The calling thread begins to run {@code loop}. */
  synchronized void enter(EventLoop loop) {
    checkFree();
    owner = Thread.currentThread();
    RUNNING.set(loop);
  }

  /** The calling thread ends its run. */
  synchronized void leave() {
    RUNNING.remove();
    owner = null;
  }

  /** The thread that runs the loop; null while none does. */
  Thread owner() {
    return owner;
  }

  boolean isRunning() {
    return owner != null;
  }

  /** Whether the calling thread runs the loop. */
  boolean isCurrent() {
    return owner == Thread.currentThread();
  }

  /** Throws when another thread runs the loop. */
  void checkThread() {
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
