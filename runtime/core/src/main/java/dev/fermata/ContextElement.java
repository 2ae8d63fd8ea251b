package dev.fermata;

import java.util.Objects;

/**
 * What follows a task into the thread locals of another library: a log's context, a trace, the user
 * of a request.
 *
 * <p>A thread local belongs to the thread, and all tasks of a loop share one thread. With an
 * element, each task and each callback has a state of its own: it is taken from the code that
 * creates the task or registers the callback, put on the thread before each step, and taken back
 * after it. The same holds for {@code toThread}, in the thread of the executor, for {@code submit},
 * whose creator is the thread that calls it, and for methods that return a {@code
 * CompletableFuture} and run outside of any loop.
 *
 * <p>A loop gets an element by {@link EventLoop#addContextElement}. Elements for all loops, and for
 * code outside of any, are found by {@link java.util.ServiceLoader} with the context class loader
 * of the thread that needs the first of them; they are kept as long as this library. Where there is
 * none, nothing of this takes any time.
 *
 * <p>The methods are called on the thread that runs the code, one after another, and must be fast
 * and not throw: what they throw goes to the loop's exception handler, or to the log outside of
 * one, and the step runs without the element. asyncio has no counterpart but {@code contextvars}.
 *
 * @param <S> the state of one task; null is a state as any other
 */
public interface ContextElement<S> {
  /**
   * Returns the state that a new task or callback begins with. Called by its creator, on the
   * creator's thread. What is mutable has to be copied here. asyncio has no counterpart.
   *
   * @return the state; may be null
   */
  S capture();

  /**
   * Puts a state on the thread, before a step. asyncio has no counterpart.
   *
   * @param state what {@link #capture} gave, or {@link #leave} after the step before
   * @return what was on the thread before, for {@link #leave}
   */
  S enter(S state);

  /**
   * Takes the state off the thread again, after a step. asyncio has no counterpart.
   *
   * @param previous what {@link #enter} gave, and is on the thread afterwards
   * @return the state as the step left it, for its next step
   */
  S leave(S previous);

  /**
   * Returns an element for the values of a thread local. A value that is null is taken for none, as
   * {@link ThreadLocal#remove} leaves it. asyncio has no counterpart.
   *
   * @param <T> the type of the values
   * @param local the thread local. Of mutable values, a task and those that it creates share one
   * @return the element
   * @throws NullPointerException when {@code local} is null
   */
  static <T> ContextElement<T> of(ThreadLocal<T> local) {
    Objects.requireNonNull(local, "local");
    return new ContextElement<>() {
      @Override
      public T capture() {
        return local.get();
      }

      @Override
      public T enter(T state) {
        T found = local.get();
        set(state);
        return found;
      }

      @Override
      public T leave(T previous) {
        T state = local.get();
        set(previous);
        return state;
      }

      private void set(T value) {
        if (value == null) {
          local.remove();
        } else {
          local.set(value);
        }
      }
    };
  }
}
