package dev.fermata;

/**
 * The body of an asynchronous lambda. {@link Fermata#async async} makes a coroutine of it.
 *
 * <p>asyncio: {@code async def}.
 *
 * @param <T> the type of the coroutine's value
 */
@FunctionalInterface
public interface AsyncBody<T> {
  /**
   * Begins the body.
   *
   * <p>asyncio: none.
   *
   * @return the coroutine that carries it out, not null
   * @throws Exception what the body throws
   */
  Coroutine<T> start() throws Exception;
}
