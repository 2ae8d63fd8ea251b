package dev.fermata.continuation;

import dev.fermata.internal.code.NullAwaited;

/**
 * The common base of the runtime's own awaitable types; other types are awaited through {@link
 * Context#awaitOther}.
 */
public abstract class Awaited {
  /** Constructor for the runtime's own types. */
  protected Awaited() {}

  /**
   * Waits for this object in the running task. If the outcome is known, this returns the value or
   * throws the error. Else it calls {@link Context#suspendOn}, or a nested frame does so, and it
   * returns null.
   *
   * @param context the running task's context
   * @return the value; meaningless when {@link Context#suspended} is set on return
   * @throws Throwable this object's own error, unchanged
   */
  protected abstract Object awaitIn(Context context) throws Throwable;

  /**
   * {@code await} as transformed code calls it.
   *
   * @param awaitable anything that {@code Fermata.await} takes; or the context, when resume code
   *     returns to its await to get the outcome
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
   * Takes the frame of the call that this object stands for. The code that awaits this object then
   * enters the frame. This is the first part of {@link #awaitIn}, for objects whose {@code awaitIn}
   * only enters a frame.
   *
   * @return null when awaiting this object is more than entering a frame
   */
  protected Frame takeFrame() {
    return null;
  }

  /**
   * The first part of {@code await} in transformed code, after the call of a method that returns a
   * coroutine: returns the frame to enter. The transformed code itself then calls the frame's
   * dispatcher, so that no method of the runtime is between two methods of the user. This matters
   * because the JIT inlines only a limited number of nested methods, and the same method only
   * twice.
   *
   * @param coroutine what the called method has returned
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

  /**
   * A frame that awaits an object without a frame of its own. It is never saved, and so never seen.
   */
  private static final class Passed extends Frame {
    private static final Dispatcher AWAIT = new Entry();

    private final Awaited awaited;

    Passed(Awaited awaited) {
      super(AWAIT);
      this.awaited = awaited;
    }

    @Override
    public void clear() {
      // There is nothing to forget.
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
