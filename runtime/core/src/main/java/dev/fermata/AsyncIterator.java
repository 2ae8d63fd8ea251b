package dev.fermata;

/**
 * A sequence whose next element may have to be waited for.
 *
 * <pre>{@code
 * while (await(it.advance())) {
 *   use(it.current());
 * }
 * }</pre>
 *
 * <p>An iterator is used by one task at a time, on the thread of its event loop.
 *
 * <p>asyncio: {@code collections.abc.AsyncIterator}.
 *
 * @param <T> the type of the elements
 */
public interface AsyncIterator<T> {
  /**
   * Goes to the next element.
   *
   * <p>asyncio: {@code __anext__}; it raises {@code StopAsyncIteration} at the end.
   *
   * @return a coroutine that waits for the next element and gives true once {@link #current} is
   *     that element, or false when there is none; it throws what producing the element threw.
   *     Cancelling the task that awaits it cancels what the element waits for
   */
  Coroutine<Boolean> advance();

  /**
   * Returns the element that the last {@link #advance} went to, which may be null if the sequence
   * has nulls.
   *
   * <p>asyncio: {@code __anext__}.
   *
   * @return the element
   * @throws IllegalStateException when no {@code advance} has given true yet, or the last one gave
   *     false or failed
   */
  T current();

  /**
   * Ends the sequence and frees what it holds. Afterwards {@link #advance} gives false. A second
   * close has no effect. When its task is cancelled, a {@link CancelledError} is thrown where the
   * clean-up waits.
   *
   * <p>asyncio: {@code aclose}; of generators only.
   *
   * @return a coroutine that ends when everything is freed
   */
  Coroutine<Void> close();
}
