package dev.fermata;

import java.util.concurrent.atomic.AtomicReference;

/** Which thread runs a loop, and which loop a thread runs. */
final class LoopThread {
  private static final ThreadLocal<EventLoop> RUNNING = new ThreadLocal<>();

  /** The thread that runs the loop; null while none does. */
  private final AtomicReference<Thread> owner = new AtomicReference<>();

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
  void enter(EventLoop loop) {
    checkFree();
    if (!owner.compareAndSet(null, Thread.currentThread())) {
      throw new IllegalStateException("another thread has begun to run this event loop");
    }
    RUNNING.set(loop);
  }

  /** The calling thread ends its run. */
  void leave() {
    RUNNING.remove();
    owner.set(null);
  }

  boolean isRunning() {
    return owner.get() != null;
  }

  /** Whether the calling thread runs the loop. */
  boolean isCurrent() {
    return owner.get() == Thread.currentThread();
  }

  /** Throws when another thread runs the loop. */
  void check() {
    Thread running = owner.get();
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
