package dev.fermata.continuation;

/**
 * Makes the result of an asynchronous method, for its stub. The task layer above installs the only
 * instance; this package knows neither tasks nor futures.
 */
public abstract class Launcher {
  private static Launcher installed;

  /** Constructor for the only implementation, in the task layer. */
  protected Launcher() {}

  /**
   * Installs the implementation. It is called once, from the static initialiser of {@code
   * dev.fermata.internal.run.CoroutineLauncher}.
   */
  protected static void install(Launcher launcher) {
    installed = launcher;
  }

  /** Makes a cold coroutine whose body is {@code frame} in state 0. */
  public static Object coroutine(Frame frame) {
    return Holder.LAUNCHER.newCoroutine(frame);
  }

  /**
   * Starts {@code frame}, which is in state 0, at once, and returns the {@code CompletableFuture}
   * of its outcome.
   */
  public static Object future(Frame frame) {
    return Holder.LAUNCHER.startFuture(frame);
  }

  /**
   * The value of a stage or coroutine that is known to be complete. A {@code return} in a {@code
   * try} block keeps such an object while the code of the {@code finally} block runs.
   */
  public static Object completedValue(Object completed) {
    return Holder.LAUNCHER.valueOf(completed);
  }

  /** As {@link #coroutine}. */
  protected abstract Object newCoroutine(Frame frame);

  /** As {@link #future}. */
  protected abstract Object startFuture(Frame frame);

  /** As {@link #completedValue}. */
  protected abstract Object valueOf(Object completed);

  /** Reads the installed launcher once, as a constant for the JIT. */
  private static final class Holder {
    static final Launcher LAUNCHER = find();

    private static Launcher find() {
      try {
        Class.forName(
            "dev.fermata.internal.run.CoroutineLauncher", true, Launcher.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new LinkageError("the Fermata runtime is incomplete", e);
      }
      return installed;
    }
  }
}
