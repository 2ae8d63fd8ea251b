package dev.fermata.continuation;

/**
 * What the stub of an asynchronous method calls to make its result. The task layer above installs
 * the one instance; this package knows neither tasks nor futures.
 */
public abstract class Launcher {
  private static Launcher installed;

  /** For the one implementation in the task layer. */
  protected Launcher() {}

  /**
   * Installs the implementation; called once, from the static initialiser of {@code
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
   * Starts {@code frame}, in state 0, at once, and gives the {@code CompletableFuture} of its
   * outcome.
   */
  public static Object future(Frame frame) {
    return Holder.LAUNCHER.startFuture(frame);
  }

  /**
   * The value of a stage or coroutine that is known to be complete: a {@code return} in a {@code
   * try} block with a {@code finally} parks such an object while the finally code runs.
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
