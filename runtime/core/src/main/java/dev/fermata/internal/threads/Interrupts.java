package dev.fermata.internal.threads;

import dev.fermata.Task;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Handles Ctrl-C. While runners run, the first SIGINT cancels their main tasks. The second one does
 * what it would do without this library.
 *
 * <p>If this JVM has no signals, or refuses to give them away (option {@code -Xrs}), SIGINT ends
 * the process.
 */
public final class Interrupts {
  /** How long the JVM may take to begin its shutdown after a signal. */
  private static final long LONGEST_RAISE_NANOS = 1_000_000_000;

  private static final List<Target> TARGETS = new ArrayList<>();

  /** Whether SIGINT comes here. */
  private static boolean handling;

  /** Whether the JVM is shutting down and waits for runs to clean up. */
  private static boolean shuttingDown;

  /** Whether to stop waiting for the clean-up. */
  private static volatile boolean impatient;

  private Interrupts() {}

  /** The main task of one run. As a callback, it cancels that task. */
  public static final class Target extends Callback {
    private final Task<?> main;
    private volatile boolean interrupted;

    private Target(Task<?> main) {
      this.main = main;
    }

    public boolean isInterrupted() {
      return interrupted;
    }

    private void interrupt() {
      interrupted = true;
      Futures.engine(main).addFromAnywhere(this);
    }

    @Override
    protected void run() {
      main.cancel();
    }
  }

  /** Makes SIGINT cancel {@code main}. */
  public static synchronized Target register(Task<?> main) {
    Target target = new Target(main);
    impatient &= !TARGETS.isEmpty();
    TARGETS.add(target);
    if (!handling) {
      handling = OsSignals.addRuns();
    }
    return target;
  }

  public static synchronized void unregister(Target target) {
    TARGETS.remove(target);
    if (TARGETS.isEmpty()) {
      restore();
    }
  }

  /** Called in a thread of the JVM, at SIGINT. */
  static synchronized void signalled() {
    boolean again = shuttingDown || TARGETS.stream().anyMatch(Target::isInterrupted);
    if (again || TARGETS.isEmpty()) {
      impatient = again;
      restore();
      OsSignals.interrupt();
    } else {
      TARGETS.forEach(Target::interrupt);
    }
  }

  private static void restore() {
    if (handling) {
      handling = false;
      OsSignals.removeRuns();
    }
  }

  /**
   * Called when the JVM has begun to shut down. A SIGINT during the clean-up ends the wait for it.
   */
  static synchronized void noteShutdown() {
    shuttingDown = true;
  }

  /** Whether a second SIGINT asks for an end without clean-up. */
  static boolean isImpatient() {
    return impatient;
  }

  /**
   * Does what SIGINT does without this library, which usually ends the process. In that case this
   * waits as {@link ShutdownHook#awaitHalt} does, so that no code of the program runs after the
   * clean-up. If a handler of the program's own lets the process live, this returns after a moment.
   */
  public static void endProcess() {
    OsSignals.interrupt();
    long begin = System.nanoTime();
    while (!isShuttingDown()) {
      if (System.nanoTime() - begin >= LONGEST_RAISE_NANOS) {
        return;
      }
      LockSupport.parkNanos(1_000_000);
    }
    ShutdownHook.awaitHalt();
  }

  private static boolean isShuttingDown() {
    Thread probe = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      return !Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException shuttingDown) {
      return true;
    }
  }
}
