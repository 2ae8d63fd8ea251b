package dev.fermata;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;

/**
 * A call of an asynchronous method that has not run yet; asyncio's coroutine object.
 *
 * <p>Nothing of its body runs before it is awaited or made a task, and that can happen once: a
 * second time is an {@link IllegalStateException}. Awaiting it is a call in the awaiting task, no
 * matter how it ends, and reaches the event loop only where something in it has to wait.
 *
 * @param <T> the type of its value; {@code Void} where there is none
 */
public abstract class Coroutine<T> extends Awaited implements Awaitable<T> {
  static {
    TaskLauncher.install();
  }

  /**
   * The content of a coroutine that has been used and is no task's. Not {@code this}: of an object
   * that refers to itself, the JIT does not see that it escapes nowhere.
   */
  private static final Object USED = new Object();

  /**
   * A frame where the coroutine has one and has not been used; null where it has none and has not
   * been used; else {@link #USED}, or, of a task's, the task before that in the list of its loop:
   * used coroutines have room for it, so that the tasks need none.
   */
  private Object content;

  /** Makes a coroutine that has not been used, of a frame in state 0 or of none. */
  Coroutine(Frame frame) {
    content = frame;
  }

  /**
   * A coroutine that only returns a value: what an asynchronous method returns to give its result.
   * Python's {@code return value}. Awaiting it does not suspend, and so does not look for a
   * cancellation.
   *
   * @param <T> the type of the value
   * @param value the value; may be null
   * @return a new coroutine
   */
  public static <T> Coroutine<T> of(T value) {
    return new CompletedCoroutine<>(value, null);
  }

  /**
   * A coroutine that only returns: what an asynchronous method without a value returns. Python's
   * {@code return}. Awaiting it does not suspend, and so does not look for a cancellation.
   *
   * @return a new coroutine
   */
  public static Coroutine<Void> done() {
    return new CompletedCoroutine<>(null, null);
  }

  /**
   * A coroutine that only fails. Python's {@code raise}. Awaiting it does not suspend, and so does
   * not look for a cancellation.
   *
   * @param <T> the type of the value that it will not have
   * @param error what awaiting it throws, as it is
   * @return a new coroutine
   */
  public static <T> Coroutine<T> failed(Throwable error) {
    if (error == null) {
      throw new NullPointerException("a coroutine cannot fail with null");
    }
    return new CompletedCoroutine<>(null, error);
  }

  /** Makes a coroutine that runs a frame in state 0. */
  static <T> Coroutine<T> ofFrame(Frame frame) {
    return new FrameCoroutine<>(frame);
  }

  /**
   * Gives up a coroutine that will not be used: it can't be awaited or made a task any more, and
   * its body will never run. This has no effect on one that has been used. asyncio's {@code
   * coroutine.close()}, but not for one that has begun.
   */
  public abstract void close();

  /** This coroutine itself. */
  @Override
  public final Coroutine<T> toCoroutine() {
    return this;
  }

  /**
   * Takes what is to be run, for the one time that this can be done.
   *
   * @return a {@link Frame} in state 0, or a {@link LeafCoroutine}
   * @throws IllegalStateException when it has been taken before
   */
  abstract Object take();

  /**
   * Runs what {@link #take} gave, as part of the running task.
   *
   * @return the value, for {@link Context#boxed}; meaningless when the context is suspended
   */
  static Object begin(Object program, Context context) throws Throwable {
    return program instanceof Frame frame
        ? context.begin(frame)
        : ((LeafCoroutine<?>) program).begin(context);
  }

  /** The frame; a coroutine of one has been used where this is null. */
  final Frame frame() {
    return content instanceof Frame frame ? frame : null;
  }

  /** Whether this, a coroutine without a frame, has been used. */
  final boolean isUsed() {
    return content != null;
  }

  /** From now on this has been used. */
  final void use() {
    content = USED;
  }

  /** The task before this one's, as {@link #follow} told it. */
  final Task<?> previous() {
    return content instanceof Task<?> task ? task : null;
  }

  /** Keeps the task before the one that this coroutine was made; null for none. */
  final void follow(Task<?> task) {
    content = task == null ? USED : task;
  }

  static IllegalStateException alreadyUsed() {
    return new IllegalStateException("this coroutine was already awaited, made a task or closed");
  }
}
