package dev.fermata;

/**
 * A function that is asynchronous: an asynchronous method with one argument, or a lambda that
 * awaits. {@link Fermata#mapConcurrent} calls one for each of many elements.
 *
 * <p>asyncio: {@code async def}.
 *
 * @param <T> the type of the argument
 * @param <R> the type of the coroutine's value
 */
@FunctionalInterface
public interface AsyncFunction<T, R> {
  /**
   * Begins a call; a cancellation ends it where it waits.
   *
   * <p>asyncio: none.
   *
   * @param argument the argument
   * @return the coroutine that carries the call out, not null
   * @throws Exception what the function throws
   */
  Coroutine<R> apply(T argument) throws Exception;
}
