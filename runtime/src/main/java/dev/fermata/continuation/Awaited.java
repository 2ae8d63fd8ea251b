package dev.fermata.continuation;

/**
 * The common base of the runtime's own awaitable types; other types are awaited through {@link
 * Context#awaitOther}.
 */
public abstract class Awaited {
  /** For the runtime's own types. */
  protected Awaited() {}

  /**
   * Waits for this object in the running task: returns its value or throws its error when that is
   * known; else calls {@link Context#suspendOn} or lets a nested frame do so, and returns null.
   *
   * @param context the running task's context
   * @return the value; meaningless when {@link Context#suspended} is set on return
   * @throws Throwable this object's own error, unchanged
   */
  protected abstract Object awaitIn(Context context) throws Throwable;

  /**
   * {@code await} as transformed code calls it.
   *
   * @param awaitable anything that {@code Fermata.await} takes; or the context, from resume code
   *     that comes back to its await for the outcome
   * @param context the running task's context
   * @return the value; meaningless when {@link Context#suspended} is set on return
   * @throws Throwable the awaited object's own error, unchanged
   * @throws NullPointerException when {@code awaitable} is null
   */
  public static Object await(Object awaitable, Context context) throws Throwable {
    if (awaitable instanceof Awaited own) {
      return own.awaitIn(context);
    }
    if (awaitable == context) {
      return context.result();
    }
    if (awaitable == null) {
      throw new NullPointerException("cannot await null");
    }
    return context.awaitOther(awaitable);
  }
}
