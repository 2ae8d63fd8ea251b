package dev.fermata.internal.threads;

import dev.fermata.Task;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Handles Ctrl-C. While runners run, the first SIGINT cancels their main tasks. The second one does
 * what it would do without this library.
 *
 * <p>Signals are reached by reflection, because {@code sun.misc.Signal} is in no supported module.
 * If it is missing or the JVM refuses (option {@code -Xrs}), SIGINT ends the process.
 */
public final class Interrupts {
  /** How long the JVM may take to begin its shutdown after a signal. */
  private static final long LONGEST_RAISE_NANOS = 1_000_000_000;

  private static final List<Target> TARGETS = new ArrayList<>();

  private static Signals signals;
  private static boolean looked;

  /** The handler of SIGINT before the first target came; null while there are no targets. */
  private static Object previous;

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
    if (previous == null && signals() != null) {
      previous = signals.handle(signals.handler);
      if (signals.isIgnored(previous)) {
        // The process was started so that Ctrl-C does not reach it.
        restore();
      }
    }
    return target;
  }

  public static synchronized void unregister(Target target) {
    TARGETS.remove(target);
    if (TARGETS.isEmpty()) {
      restore();
    }
  }

  /** Called by the signal handler, which finds this method by its name. The signal is SIGINT. */
  static synchronized void signalled(Object signal) {
    boolean again = shuttingDown || TARGETS.stream().anyMatch(Target::isInterrupted);
    if (again || TARGETS.isEmpty()) {
      impatient = again;
      restore();
      signals.raise();
    } else {
      TARGETS.forEach(Target::interrupt);
    }
  }

  private static void restore() {
    if (previous != null) {
      signals.handle(previous);
      previous = null;
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
    synchronized (Interrupts.class) {
      signals.raise();
    }
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

  private static Signals signals() {
    if (!looked) {
      looked = true;
      try {
        signals = new Signals();
      } catch (ReflectiveOperationException | RuntimeException missing) {
        signals = null;
      }
    }
    return signals;
  }

  /** {@code sun.misc.Signal} for SIGINT. */
  private static final class Signals {
    private final Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    private final Class<?> signalType = Class.forName("sun.misc.Signal");
    private final Method handle = signalType.getMethod("handle", signalType, handlerType);
    private final Method raise = signalType.getMethod("raise", signalType);
    private final Object ignoring = handlerType.getField("SIG_IGN").get(null);
    private final Object interrupt = signalType.getConstructor(String.class).newInstance("INT");
    private final Object handler = makeHandler();

    Signals() throws ReflectiveOperationException {}

    /**
     * The same as {@code (SignalHandler) signal -> signalled()}, which javac cannot compile without
     * the type. To make a proxy would take longer than a short program runs.
     */
    private Object makeHandler() throws ReflectiveOperationException {
      MethodHandles.Lookup here = MethodHandles.lookup();
      here.lookupClass().getModule().addReads(handlerType.getModule());
      MethodType handle = MethodType.methodType(void.class, signalType);
      MethodType signalled = MethodType.methodType(void.class, Object.class);
      MethodHandle code = here.findStatic(Interrupts.class, "signalled", signalled);
      MethodType factory = MethodType.methodType(handlerType);
      try {
        return LambdaMetafactory.metafactory(here, "handle", factory, handle, code, handle)
            .getTarget()
            .invoke();
      } catch (Throwable refused) {
        throw new ReflectiveOperationException(refused);
      }
    }

    boolean isIgnored(Object handler) {
      return handler == ignoring;
    }

    /** Installs a handler and returns the former one; null when the JVM refuses. */
    Object handle(Object handler) {
      try {
        return handle.invoke(null, interrupt, handler);
      } catch (ReflectiveOperationException refused) {
        return null;
      }
    }

    void raise() {
      try {
        raise.invoke(null, interrupt);
      } catch (ReflectiveOperationException refused) {
        Runtime.getRuntime().exit(128 + 2);
      }
    }
  }
}
