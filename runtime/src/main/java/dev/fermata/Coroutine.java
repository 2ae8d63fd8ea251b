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

  Coroutine() {}

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

  static IllegalStateException alreadyUsed() {
    return new IllegalStateException("this coroutine was already awaited, made a task or closed");
  }
}
