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
 * <p>An iterator is used by one task at a time, on the thread of its event loop. It is asyncio's
 * asynchronous iterator; {@link #advance} stands for {@code __anext__}, its {@code false} for
 * {@code StopAsyncIteration}.
 *
 * @param <T> the type of the elements
 */
public interface AsyncIterator<T> {
  /**
   * Goes to the next element. asyncio's {@code __anext__}.
   *
   * @return a coroutine that waits for the next element and gives true once {@link #current} is
   *     that element, or false when there is none; it throws what producing the element threw.
   *     Cancelling the task that awaits it cancels what the element waits for
   */
  Coroutine<Boolean> advance();

  /**
   * Returns the element that the last {@link #advance} went to, which may be null if the sequence
   * has nulls. In Python, what {@code __anext__} returns.
   *
   * @return the element
   * @throws IllegalStateException when no {@code advance} has given true yet, or the last one gave
   *     false or failed
   */
  T current();

  /**
   * Ends the sequence and frees what it holds. Afterwards {@link #advance} gives false. A second
   * close has no effect. In Python, only asynchronous generators have it, as {@code aclose}. When
   * its task is cancelled, a {@link CancelledError} is thrown where the clean-up waits.
   *
   * @return a coroutine that ends when everything is freed
   */
  Coroutine<Void> close();
}
