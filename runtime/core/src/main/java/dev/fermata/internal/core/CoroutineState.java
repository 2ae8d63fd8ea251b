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
   * this}, because the JIT's escape analysis gives up on an object that refers to itself.
   */
  private static final Object USED = new Object();

  private static final String HOW_TO_KNOW =
      "; to be told its method and its first use, run with -Dfermata.debug=true";

  /**
   * A frame where the coroutine has one and has not been used; null where it has none and has not
   * been used. Else what remains of it: the frame's dispatcher, which knows the class; {@code
   * USED}; or, of a task's, the task before that in the list of its loop: used coroutines have room
   * for it, so that the tasks need none.
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
   * Takes what is to be run, for the one time that this can be done.
   *
   * @return a {@link Frame} in state 0, or a {@link LeafCoroutine}
   * @throws IllegalStateException when it has been taken before
   */
  abstract Object take();

  /**
   * Runs what {@code take} gave, as part of the running task.
   *
   * @return the value, for {@link Context#boxed}; meaningless when the context is suspended
   */
  protected static Object begin(Object program, Context context) throws Throwable {
    return program instanceof Frame frame
        ? context.begin(frame)
        : ((LeafCoroutine<?>) program).begin(context);
  }

  /** The frame; a coroutine of one has been used where this is null. */
  protected final Frame frame() {
    return content instanceof Frame frame ? frame : null;
  }

  /** Whether this, a coroutine without a frame, has been used. */
  protected final boolean isUsed() {
    return content != null;
  }

  /** From now on this, a coroutine without a frame, has been used. */
  protected final void use() {
    content = USED;
  }

  /** From now on this has been used; all that it keeps of its frame is what class that is of. */
  protected final void use(Frame frame) {
    content = frame.dispatcher();
  }

  /** The class of the method that this was a call of; null where that is not known any more. */
  private Class<?> owner() {
    return content instanceof Dispatcher dispatcher ? DebugMap.owner(dispatcher) : null;
  }

  /** The task before this one's, as {@link #follow} told it. */
  protected final Task<?> previous() {
    return content instanceof Task<?> task ? task : null;
  }

  /** Keeps the task before the one that this coroutine was made; null for none. */
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

  /** What a used coroutine is called where its method is not known any more. */
  private String nameless() {
    Class<?> owner = owner();
    return owner == null ? "this coroutine" : "a coroutine of " + Words.shortName(owner);
  }

  /** Where this was used first, as the end of a sentence; debug mode knows it. */
  protected String firstUse() {
    return "";
  }

  /** What users know this as, the method for example; null where that is not known any more. */
  protected abstract String publicName();

  /** Whether this cannot be used any more. */
  protected abstract boolean isOver();

  /** What this is a call of, and whether it has been used. */
  protected final String describe() {
    String name = publicName();
    if (name == null && owner() != null) {
      name = Words.shortName(owner());
    }
    String state = isOver() ? "used" : "not started";
    return "Coroutine[" + (name == null ? state : name + ", " + state) + "]";
  }
}
