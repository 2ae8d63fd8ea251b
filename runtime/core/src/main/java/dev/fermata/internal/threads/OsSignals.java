package dev.fermata.internal.threads;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The signals that the library handles, each as long as somebody wants it: the open iterators of
 * {@code Signals}, and for SIGINT the runs, which rest while there is such an iterator.
 *
 * <p>Signals are reached by reflection, because {@code sun.misc.Signal} is in no supported module.
 */
public final class OsSignals {
  static final String INTERRUPT = "INT";

  private static final Map<String, Use> USED = new HashMap<>();

  private static OsSignals jdk;
  private static boolean looked;

  private final Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
  private final Class<?> signalType = Class.forName("sun.misc.Signal");
  private final Method handle = signalType.getMethod("handle", signalType, handlerType);
  private final Method raise = signalType.getMethod("raise", signalType);
  private final Object ignoring = handlerType.getField("SIG_IGN").get(null);
  private final Object handler = makeHandler();

  /** A signal that is handled here. */
  private static final class Use {
    /** The handler that was there before. */
    Object previous;

    /** Whether the runs want it. */
    boolean byRuns;

    final Set<Consumer<String>> listeners = new LinkedHashSet<>();
  }

  private OsSignals() throws ReflectiveOperationException {}

  /**
   * The same as {@code (SignalHandler) signal -> arrived(signal)}, which javac cannot compile
   * without the type. To make a proxy would take longer than a short program runs.
   */
  private Object makeHandler() throws ReflectiveOperationException {
    MethodHandles.Lookup here = MethodHandles.lookup();
    here.lookupClass().getModule().addReads(handlerType.getModule());
    MethodType handling = MethodType.methodType(void.class, signalType);
    MethodType arrived = MethodType.methodType(void.class, Object.class);
    MethodHandle code = here.findStatic(OsSignals.class, "arrived", arrived);
    MethodType factory = MethodType.methodType(handlerType);
    try {
      return LambdaMetafactory.metafactory(here, "handle", factory, handling, code, handling)
          .getTarget()
          .invoke();
    } catch (Throwable refused) {
      throw new ReflectiveOperationException(refused);
    }
  }

  /** Null where this JVM has no signals. */
  private static OsSignals jdk() {
    if (!looked) {
      looked = true;
      try {
        jdk = new OsSignals();
      } catch (ReflectiveOperationException | RuntimeException missing) {
        jdk = null;
      }
    }
    return jdk;
  }

  // ---------------------------------------------------------------- who wants signals

  /**
   * Has a listener get a signal, in a thread of the JVM, until it is removed.
   *
   * @param name without "SIG"
   * @throws IllegalArgumentException when there is no such signal, or the JVM keeps it for itself
   * @throws UnsupportedOperationException when this JVM has no signals
   */
  public static synchronized void add(String name, Consumer<String> listener) {
    if (jdk() == null) {
      throw new UnsupportedOperationException(
          "this JVM gives no signals to programs: it lacks the module jdk.unsupported, with"
              + " sun.misc.Signal");
    }
    Use use = USED.get(name);
    if (use == null) {
      use = install(name);
    }
    use.listeners.add(listener);
  }

  /** Gives a listener no more of a signal. */
  public static synchronized void remove(String name, Consumer<String> listener) {
    Use use = USED.get(name);
    if (use != null) {
      use.listeners.remove(listener);
      uninstallUnused(name, use);
    }
  }

  /** Has the runs get SIGINT; false when the process ignores it, or cannot handle it. */
  static synchronized boolean addRuns() {
    if (jdk() == null) {
      return false;
    }
    Use use = USED.get(INTERRUPT);
    try {
      if (use == null) {
        use = install(INTERRUPT);
      }
    } catch (IllegalArgumentException refused) {
      return false;
    }
    // The process may have been started so that Ctrl-C does not reach it.
    use.byRuns = use.previous != jdk.ignoring;
    uninstallUnused(INTERRUPT, use);
    return use.byRuns;
  }

  /** Gives the runs no more SIGINT. */
  static synchronized void removeRuns() {
    Use use = USED.get(INTERRUPT);
    if (use != null) {
      use.byRuns = false;
      uninstallUnused(INTERRUPT, use);
    }
  }

  private static Use install(String name) {
    Use use = new Use();
    use.previous = jdk.handle(name, jdk.handler);
    USED.put(name, use);
    return use;
  }

  private static void uninstallUnused(String name, Use use) {
    if (use.listeners.isEmpty() && !use.byRuns) {
      USED.remove(name);
      jdk.handle(name, use.previous);
    }
  }

  /** Called by the JVM, which finds this method by its name. */
  static void arrived(Object signal) {
    String name = signal.toString().substring("SIG".length());
    List<Consumer<String>> listeners;
    synchronized (OsSignals.class) {
      Use use = USED.get(name);
      listeners = use == null ? List.of() : List.copyOf(use.listeners);
    }
    if (!listeners.isEmpty()) {
      listeners.forEach(listener -> listener.accept(name));
    } else if (name.equals(INTERRUPT)) {
      Interrupts.signalled();
    }
  }

  // ---------------------------------------------------------------- the JVM

  /** Sends SIGINT to this process. */
  static void interrupt() {
    OsSignals signals;
    synchronized (OsSignals.class) {
      signals = jdk();
    }
    try {
      signals.raise.invoke(null, signals.signal(INTERRUPT));
    } catch (ReflectiveOperationException refused) {
      Runtime.getRuntime().exit(128 + 2);
    }
  }

  private Object signal(String name) throws ReflectiveOperationException {
    return signalType.getConstructor(String.class).newInstance(name);
  }

  /** Installs a handler and returns the former one. */
  private Object handle(String name, Object installed) {
    Object signal;
    try {
      signal = signal(name);
    } catch (ReflectiveOperationException unknown) {
      throw new IllegalArgumentException(
          name.startsWith("SIG")
              ? "there is no signal " + name + ": its name is given as " + name.substring(3)
              : "there is no signal SIG" + name + " on this system",
          unknown);
    }
    try {
      return handle.invoke(null, signal, installed);
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(
          "SIG"
              + name
              + " cannot be handled by a program: the system or this JVM keeps it for itself ("
              + refused.getCause().getMessage()
              + "); -Xrs has the JVM leave INT, TERM and HUP to the system",
          refused.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
