package dev.fermata;

/**
 * The body of an asynchronous lambda. {@link Fermata#async async} makes a coroutine of it. asyncio
 * has no counterpart: there a local {@code async def} takes its place.
 *
 * @param <T> the type of the coroutine's value
 */
@FunctionalInterface
public interface AsyncBody<T> {
  /**
   * Begins the body. Python's call of an {@code async def}.
   *
   * @return the coroutine that carries it out, not null
   * @throws Exception what the body throws
   */
  Coroutine<T> start() throws Exception;
}
