package dev.fermata;

import dev.fermata.internal.core.CoroutineState;

/**
 * A call of an asynchronous method that has not run yet; asyncio's coroutine object.
 *
 * <p>Nothing of its body runs before it is awaited or made a task, and that can happen once: a
 * second time is an {@link IllegalStateException}. Awaiting it is a call in the awaiting task, no
 * matter how it ends, and reaches the event loop only where something in it has to wait.
 *
 * @param <T> the type of its value; {@code Void} where there is none
 */
public abstract class Coroutine<T> extends CoroutineState<T> implements Awaitable<T> {
  /** Makes a coroutine; for this library. */
  protected Coroutine() {}

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
    return completed(value);
  }

  /**
   * A coroutine that only returns: what an asynchronous method without a value returns. Python's
   * {@code return}. Awaiting it does not suspend, and so does not look for a cancellation.
   *
   * @return a new coroutine
   */
  public static Coroutine<Void> done() {
    return completed(null);
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
    return failing(error);
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
   * What this is a call of, and whether it has been used: {@code Coroutine[Chat.load, not
   * started]}. Of a method's call the name is known until it is used, and in debug mode for ever.
   */
  @Override
  public final String toString() {
    return describe();
  }
}
