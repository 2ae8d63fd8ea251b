package dev.fermata.internal.observe;

import dev.fermata.internal.core.LoopEngine;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Takes the stack of a loop's thread when a step takes too long. It is a daemon thread that runs
 * from the loop's first step in debug mode until the loop is closed or collected.
 */
final class Watchdog {
  private static final long SHORTEST_NAP_NANOS = 500_000;

  /** When the running step began, by {@link System#nanoTime()}, made odd; 0 between two steps. */
  private volatile long begun;

  private Thread thread;
  private volatile Thread loopThread;
  private volatile long limit;
  private volatile Sample sample;

  /** The stack of a step that took too long. */
  private record Sample(long begun, StackTraceElement[] stack) {}

  /** Starts the thread that watches {@code loop}. */
  static Watchdog start(LoopEngine engine) {
    Watchdog watchdog = new Watchdog();
    WeakReference<LoopEngine> watched = new WeakReference<>(engine);
    Thread thread = new Thread(() -> watchdog.watch(watched), "fermata-watchdog");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    watchdog.thread = thread;
    thread.start();
    return watchdog;
  }

  /** Called when the loop is closed. It wakes the thread, which may sleep for a long time. */
  void stop() {
    LockSupport.unpark(thread);
  }

  /** Called when a step begins, in the calling thread. */
  void stepBegins(long slowNanos) {
    limit = slowNanos;
    loopThread = Thread.currentThread();
    begun = System.nanoTime() | 1;
  }

  /**
   * Called when the step has ended.
   *
   * @return the stack that was taken when the step took too long, the innermost element first;
   *     empty when none was taken
   */
  List<StackTraceElement> stepEnds() {
    long step = begun;
    begun = 0;
    Sample seen = sample;
    if (seen == null) {
      return List.of();
    }
    sample = null;
    return seen.begun == step ? withoutLoop(seen.stack) : List.of();
  }

  /** Whether the stack of the running step has been taken because it takes too long. */
  boolean hasSeenStep() {
    Sample seen = sample;
    return seen != null && seen.begun == begun;
  }

  /** The part of a stack that belongs to the step, without the loop below it. */
  static List<StackTraceElement> withoutLoop(StackTraceElement[] stack) {
    String engine = LoopEngine.class.getName();
    int end = 0;
    while (end < stack.length && !stack[end].getClassName().equals(engine)) {
      end++;
    }
    return Stream.of(stack).limit(end).toList();
  }

  private void watch(WeakReference<LoopEngine> watched) {
    for (LoopEngine engine = watched.get();
        engine != null && !engine.isClosed();
        engine = watched.get()) {
      // This thread must not hold the loop while it sleeps.
      engine = null;
      look();
      LockSupport.parkNanos(this, Math.max(limit / 4, SHORTEST_NAP_NANOS));
    }
  }

  private void look() {
    long step = begun;
    if (step == 0 || System.nanoTime() - step < limit || hasSeenStep()) {
      return;
    }
    StackTraceElement[] stack = LoopEngine.stackOf(loopThread);
    // Else the stack may be that of another step.
    if (begun == step) {
      sample = new Sample(step, stack);
    }
  }
}
