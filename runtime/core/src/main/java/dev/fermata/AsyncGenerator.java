package dev.fermata;

import dev.fermata.internal.generate.GeneratorState;
import java.util.Objects;

/**
 * A sequence whose elements an asynchronous body produces one by one, as they are asked for.
 *
 * <pre>{@code
 * AsyncIterator<String> lines = AsyncGenerator.of(out -> {
 *   for (int page = 0; page < 10; page++) {
 *     await(out.emit(await(fetch(page))));
 *   }
 *   return Coroutine.done();
 * });
 * }</pre>
 *
 * <p>The body runs in the task that awaits {@link #advance}, from one {@code emit} to the next.
 * Between them it is suspended and keeps what it holds. Therefore close a generator that is not
 * used to its end. A forgotten generator is closed by a task of its loop after the garbage
 * collector has found it, even if its body refers to it, or else when the loop's run ends. (A JVM
 * with {@code --finalization=disabled} cannot do the former; the generator is then reported to the
 * loop's exception handler.)
 *
 * <p>It belongs to the event loop in which it was first advanced, and one task at a time may use
 * it.
 *
 * <p>asyncio: {@code async def}, {@code yield}.
 *
 * @param <T> the type of the elements
 */
public final class AsyncGenerator<T> extends GeneratorState<T> {
  private AsyncGenerator(Body<T> body) {
    super(body);
  }

  /**
   * Makes a generator.
   *
   * <p>asyncio: {@code async def}, {@code yield}.
   *
   * @param body called by the first {@link #advance}
   * @param <T> the type of the elements
   * @return a new generator; nothing of its body has run yet
   * @throws NullPointerException when {@code body} is null
   */
  public static <T> AsyncGenerator<T> of(Body<T> body) {
    return new AsyncGenerator<>(Objects.requireNonNull(body, "body"));
  }

  /**
   * Runs the body to its next {@code emit}.
   *
   * <p>asyncio: {@code __anext__}.
   *
   * @return a coroutine that gives true there, and false when the body has ended. An error of the
   *     body leaves it and ends the generator. Cancelling the task throws the {@link
   *     CancelledError} into the body, where it waits. It throws {@link IllegalStateException} when
   *     the body is running already, in another task
   */
  @Override
  public Coroutine<Boolean> advance() {
    return super.advance();
  }

  @Override
  public T current() {
    return super.current();
  }

  /**
   * Ends the body: the {@code emit} at which it is suspended throws a {@link GeneratorExit}, and
   * its {@code finally} blocks run to their end. A body that has not begun never runs. A second
   * close has no effect.
   *
   * <p>asyncio: {@code aclose}.
   *
   * @return a coroutine that ends when the body has. It throws what the body throws in place of the
   *     {@code GeneratorExit}; {@link IllegalStateException} when the body emits once more, or is
   *     running already
   */
  @Override
  public Coroutine<Void> close() {
    return super.close();
  }

  /**
   * Produces a generator's elements.
   *
   * <p>asyncio: {@code async def}.
   *
   * @param <T> the type of the elements
   */
  @FunctionalInterface
  public interface Body<T> {
    /**
     * Begins the body.
     *
     * <p>asyncio: none.
     *
     * @param out takes the elements
     * @return the coroutine that carries the body out, not null
     * @throws Exception what the body throws
     */
    Coroutine<Void> start(Emitter<T> out) throws Exception;
  }

  /**
   * Takes a generator's elements from its body.
   *
   * <p>asyncio: {@code yield}.
   *
   * @param <T> the type of the elements
   */
  public interface Emitter<T> {
    /**
     * Passes an element to the consumer that asked for it, and waits until the next one is asked
     * for. When the task that advances the generator is cancelled, the error is thrown where the
     * body waits, not here.
     *
     * <p>asyncio: {@code yield}.
     *
     * @param element the element; may be null
     * @return a coroutine, to be awaited by the generator's body itself: awaiting it in another
     *     task or in another generator's body throws {@link IllegalStateException}. It throws
     *     {@link GeneratorExit} when the generator is closed meanwhile
     */
    Coroutine<Void> emit(T element);
  }
}
