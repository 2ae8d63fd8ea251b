package dev.fermata;

import dev.fermata.internal.core.CoroutineState;

/**
 * A call of an asynchronous method that has not run yet.
 *
 * <p>Its body does not run before the coroutine is awaited or made a task. Either can happen only
 * once; a second time is an {@link IllegalStateException}. Awaiting a coroutine is a call in the
 * awaiting task. It reaches the event loop only if something in the body has to wait.
 *
 * <p>asyncio: {@code collections.abc.Coroutine}.
 *
 * @param <T> the type of its value; {@code Void} where there is none
 */
public abstract class Coroutine<T> extends CoroutineState<T> implements Awaitable<T> {
  /** Makes a coroutine; for this library. */
  protected Coroutine() {}

  /**
   * Returns a coroutine that only gives a value. An asynchronous method returns it to give its
   * result. Awaiting it does not suspend, so it does not deliver a cancellation.
   *
   * <p>asyncio: {@code return value}.
   *
   * @param <T> the type of the value
   * @param value the value; may be null
   * @return a new coroutine
   */
  public static <T> Coroutine<T> of(T value) {
    return completed(value);
  }

  /**
   * Returns a coroutine that only ends. An asynchronous method without a value returns it. Awaiting
   * it does not suspend, so it does not deliver a cancellation.
   *
   * <p>asyncio: {@code return}.
   *
   * @return a new coroutine
   */
  public static Coroutine<Void> done() {
    return completed(null);
  }

  /**
   * Returns a coroutine that only fails. Awaiting it does not suspend, so it does not deliver a
   * cancellation.
   *
   * <p>asyncio: {@code raise}.
   *
   * @param <T> the type of the value that it will not have
   * @param error what awaiting it throws, as it is
   * @return a new coroutine
   */
  public static <T> Coroutine<T> failed(Throwable error) {
    return failing(error);
  }

  /**
   * Closes a coroutine that will not be used. It cannot be awaited or made a task any more, and its
   * body never runs. This has no effect on a coroutine that has been used.
   *
   * <p>asyncio: {@code coroutine.close}; also for one that has begun.
   */
  public abstract void close();

  /**
   * Returns this coroutine.
   *
   * <p>asyncio: {@code __await__}.
   */
  @Override
  public final Coroutine<T> toCoroutine() {
    return this;
  }

  /**
   * Returns the name of the called method and whether the coroutine has been used: {@code
   * Coroutine[Chat.load, not started]}. The name of a method is known until the coroutine is used,
   * and in debug mode for ever.
   *
   * <p>asyncio: none.
   */
  @Override
  public final String toString() {
    return describe();
  }
}
