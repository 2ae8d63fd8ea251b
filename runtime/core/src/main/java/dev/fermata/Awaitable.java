package dev.fermata;

/**
 * What {@link Fermata#await await} takes: coroutines, futures, tasks, and every class that
 * implements the one method of this interface.
 *
 * <p>asyncio: {@code __await__}.
 *
 * @param <T> the type of the awaited value
 */
public interface Awaitable<T> {
  /**
   * Returns a coroutine that waits for this object. It is called once for each await, in the
   * awaiting task.
   *
   * <p>asyncio: {@code __await__}.
   *
   * @return a coroutine that has not run yet, not null
   */
  Coroutine<T> toCoroutine();
}
