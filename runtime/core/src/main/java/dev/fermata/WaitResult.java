package dev.fermata;

import java.util.List;

/**
 * The result of {@code waitAll}, {@code waitAny} and {@code waitFirstException}: the given futures,
 * each once, in the given order, in two lists.
 *
 * <p>asyncio: {@code asyncio.wait}; two sets.
 *
 * @param done the futures that are done, with whatever outcome; unmodifiable
 * @param pending the futures that are not, untouched and running on; unmodifiable
 * @param <T> the type of the futures' values
 */
public record WaitResult<T>(List<Future<T>> done, List<Future<T>> pending) {
  /**
   * Copies the lists.
   *
   * @param done the futures that are done
   * @param pending the futures that are not
   */
  public WaitResult {
    done = List.copyOf(done);
    pending = List.copyOf(pending);
  }
}
