package dev.fermata.internal.core;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Dispatcher;
import dev.fermata.continuation.Frame;
import dev.fermata.internal.code.DebugMap;

/**
 * The state of a {@link Coroutine}: whether it has been used, and the frame that it runs. It is the
 * superclass of the public class, so that a coroutine is one object.
 *
 * @param <T> the type of the coroutine's value
 */
public abstract class CoroutineState<T> extends Awaited {
  /**
   * The content of a coroutine that has been used and does not belong to a task. It is not {@code
   * this}: the JIT's escape analysis gives up on an object that refers to itself.
   */
  private static final Object USED = new Object();

  private static final String HOW_TO_KNOW =
      "; to be told its method and its first use, run with -Dfermata.debug=true";

  /**
   * The state of this coroutine. If it has not been used: its frame, or null when it has none. If
   * it has been used: the dispatcher of its frame, which knows the class; or {@code USED}; or, when
   * it belongs to a task, the task before that one in the list of its loop. Used coroutines have
   * room for this link, so tasks need no field for it.
   */
  protected Object content;

  /** A coroutine that returns {@code value} at once. */
  protected static <T> Coroutine<T> completed(T value) {
    return new CompletedCoroutine<>(value, null);
  }

  /** A coroutine that fails at once. */
  protected static <T> Coroutine<T> failing(Throwable error) {
    if (error == null) {
      throw new NullPointerException("a coroutine cannot fail with null");
    }
    return new CompletedCoroutine<>(null, error);
  }

  /**
   * Takes the program to run. This works only once.
   *
   * @return a {@link Frame} in state 0, or a {@link LeafCoroutine}
   * @throws IllegalStateException when it has been taken before
   */
  abstract Object take();

  /**
   * Runs what {@code take} returned, as part of the running task.
   *
   * @return the value, for {@link Context#boxed}; meaningless when the context is suspended
   */
  protected static Object begin(Object program, Context context) throws Throwable {
    return program instanceof Frame frame
        ? context.begin(frame)
        : ((LeafCoroutine<?>) program).begin(context);
  }

  /** The frame; null when a coroutine with a frame has been used. */
  protected final Frame frame() {
    return content instanceof Frame frame ? frame : null;
  }

  /** Whether this coroutine, which has no frame, has been used. */
  protected final boolean isUsed() {
    return content != null;
  }

  /** Marks this coroutine, which has no frame, as used. */
  protected final void use() {
    content = USED;
  }

  /** Marks this as used. It keeps only the class of its frame. */
  protected final void use(Frame frame) {
    content = frame.dispatcher();
  }

  /** The class of the called method; null when it is no longer known. */
  private Class<?> owner() {
    return content instanceof Dispatcher dispatcher ? DebugMap.owner(dispatcher) : null;
  }

  /** The task before this one's, as given to {@link #follow}. */
  protected final Task<?> previous() {
    return content instanceof Task<?> task ? task : null;
  }

  /** Keeps the task before this coroutine's task; null for none. */
  protected final void follow(Task<?> task) {
    content = task == null ? USED : task;
  }

  /** The error of a second use. */
  protected IllegalStateException alreadyUsed() {
    String name = publicName();
    return new IllegalStateException(
        (name == null ? nameless() : "the coroutine " + name)
            + " was already awaited, made a task or closed"
            + (name == null ? HOW_TO_KNOW : firstUse()));
  }

  /** The name of a used coroutine whose method is no longer known. */
  private String nameless() {
    Class<?> owner = owner();
    return owner == null ? "this coroutine" : "a coroutine of " + Words.shortName(owner);
  }

  /** Where this was first used, as the end of a sentence; known in debug mode. */
  protected String firstUse() {
    return "";
  }

  /** The public name of this, for example that of the method; null when it is no longer known. */
  protected abstract String publicName();

  /** Whether this cannot be used any more. */
  protected abstract boolean isOver();

  /** The name of the called method, and whether this has been used. */
  protected final String describe() {
    String name = publicName();
    if (name == null && owner() != null) {
      name = Words.shortName(owner());
    }
    String state = isOver() ? "used" : "not started";
    return "Coroutine[" + (name == null ? state : name + ", " + state) + "]";
  }
}
