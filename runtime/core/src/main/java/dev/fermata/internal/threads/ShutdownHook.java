package dev.fermata.internal.threads;

import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Log;
import dev.fermata.internal.core.LoopEngine;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends one run when the JVM shuts down: it makes the run end, waits for its clean-up, and reports
 * what still runs after that. The JVM shuts down after SIGTERM, after {@code System.exit}, and when
 * the last non-daemon thread ends.
 *
 * <p>Each run has a hook of its own, which is removed when the run ends. Whether the JVM accepts
 * and returns the hook is the reliable sign of whether it shuts down.
 */
public final class ShutdownHook extends Thread {
  /** How often to check whether {@code System.exit} has ended the clean-up. */
  private static final long LOOK_MILLIS = 20;

  /** How long a thread stays blocked while shutdown hooks of the program may wait for it. */
  private static final long LONGEST_HALT_NANOS = 10_000_000_000L;

  /** How many hooks wait for clean-up. */
  private static final AtomicInteger WAITING = new AtomicInteger();

  private final LoopEngine engine;
  private final Thread runner;
  private final Duration grace;
  private final Callback end;
  private final CountDownLatch ended = new CountDownLatch(1);

  private ShutdownHook(LoopEngine engine, Thread runner, Duration grace, Callback end) {
    super(null, null, "fermata-shutdown", 0, false);
    this.engine = engine;
    this.runner = runner;
    this.grace = grace;
    this.end = end;
  }

  /**
   * Registers a hook for a run.
   *
   * @param runner the thread of the loop
   * @param end makes the run end, on the loop's thread; null when it is ending already
   * @return null when no hook is needed (the loop's time is virtual, or there is no grace) or
   *     possible (the JVM shuts down already)
   */
  public static ShutdownHook add(LoopEngine engine, Thread runner, Duration grace, Callback end) {
    if (engine.isVirtual() || grace.isZero()) {
      return null;
    }
    ShutdownHook hook = new ShutdownHook(engine, runner, grace, end);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return hook;
    } catch (IllegalStateException | SecurityException shuttingDown) {
      return null;
    }
  }

  /** Removes this hook after its run; false when the JVM shuts down and waits for the run. */
  public boolean withdraw() {
    try {
      return Runtime.getRuntime().removeShutdownHook(this);
    } catch (IllegalStateException shuttingDown) {
      return false;
    }
  }

  /** Called when the clean-up is done, so that the JVM need not wait for the run any more. */
  public void runEnded() {
    ended.countDown();
  }

  /**
   * Blocks the calling thread while the JVM shuts down, so that no code of the program runs after
   * its clean-up. It returns ten seconds after the last clean-up has ended, because a shutdown hook
   * of the program may wait for this thread.
   */
  public static void awaitHalt() {
    Executors.noteStuck(LoopEngine.stackOf(Thread.currentThread()));
    boolean interrupted = false;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < LONGEST_HALT_NANOS) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (WAITING.get() > 0) {
        begin = System.nanoTime();
      }
    }
    if (interrupted) {
      LoopEngine.interruptAgain();
    }
  }

  @Override
  public void run() {
    WAITING.incrementAndGet();
    try {
      Interrupts.noteShutdown();
      if (!tellExit()) {
        Executors.noteExit();
        if (end != null && !(end instanceof Interrupts.Target main && main.isInterrupted())) {
          engine.addFromAnywhere(end);
        }
        awaitEnd();
      }
    } catch (InterruptedException unexpected) {
      // Nobody waits any longer.
    } finally {
      WAITING.decrementAndGet();
    }
  }

  private void awaitEnd() throws InterruptedException {
    long limit = LoopEngine.nanos(grace);
    long begin = System.nanoTime();
    while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (Interrupts.isImpatient() || tellExit()) {
        return;
      }
      if (System.nanoTime() - begin >= limit) {
        tellLate();
        return;
      }
    }
  }

  /** Reports that the thread of the loop itself ends the process, and so cannot clean up. */
  private boolean tellExit() {
    StackTraceElement[] stack = LoopEngine.stackOf(runner);
    int exit = indexOfExit(stack);
    if (exit < 0) {
      return false;
    }
    Log.tellAtShutdown(
        "System.exit was called in the thread of the event loop, "
            + runner.getName()
            + (exit + 1 < stack.length ? ", at " + stack[exit + 1] : "")
            + ": its tasks end here, and their finally blocks do not run",
        null);
    return true;
  }

  /**
   * The index of the outermost method of the JDK by which a thread ends the process; -1 for none.
   */
  static int indexOfExit(StackTraceElement[] stack) {
    int exit = -1;
    for (int i = 0; i < stack.length; i++) {
      String type = stack[i].getClassName();
      boolean ends = type.equals("java.lang.Runtime") || type.equals("java.lang.System");
      if (ends && stack[i].getMethodName().equals("exit")) {
        exit = i;
      }
    }
    return exit;
  }

  private void tellLate() {
    Log.tellAtShutdown(
        "the event loop in "
            + runner.getName()
            + " has not ended its clean-up within "
            + Grace.inSeconds(grace)
            + ", and the JVM ends without it. What still runs:\n"
            + engine.loop.dump().tree(),
        null);
  }
}
