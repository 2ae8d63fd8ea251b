package dev.fermata.continuation;

import dev.fermata.internal.code.NullAwaited;

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
      throw NullAwaited.awaited();
    }
    return context.awaitOther(awaitable);
  }

  /**
   * Takes the frame of the call that this object stands for, which whoever awaits it enters then:
   * the first part of {@link #awaitIn}, for objects of which that has no other.
   *
   * @return null where awaiting this object is more than to enter a frame
   */
  protected Frame takeFrame() {
    return null;
  }

  /**
   * The first part of {@code await} as transformed code has it behind the call of a method that
   * gives a coroutine: the frame that is to be entered. The code itself calls the frame's
   * dispatcher then, so that no method of the runtime is in the midst of calling another of the
   * user's: the JIT inlines only so many methods in one another, and the same one only twice.
   *
   * @param coroutine what was called has returned
   * @throws NullPointerException when {@code coroutine} is null
   */
  public static Frame frameOf(Object coroutine) {
    if (coroutine == null) {
      throw NullAwaited.returned();
    }
    Awaited own = (Awaited) coroutine;
    Frame frame = own.takeFrame();
    return frame != null ? frame : new Passed(own);
  }

  /** Brings an object without a frame to its await; never saved, and so never seen. */
  private static final class Passed extends Frame {
    private static final Dispatcher AWAIT = new Entry();

    private final Awaited awaited;

    Passed(Awaited awaited) {
      super(AWAIT);
      this.awaited = awaited;
    }

    @Override
    public void clear() {
      // Holds nothing that a resumed method would go on without.
    }
  }

  /** Enters the await of an object without a frame. */
  private static final class Entry implements Dispatcher {
    @Override
    public Object resume(Frame frame, Context context) throws Throwable {
      return ((Passed) frame).awaited.awaitIn(context);
    }
  }
}
