package dev.fermata;

import java.util.Objects;

/**
 * Carries a value of another library's thread local along with a task: the context of a log, a
 * trace, the user of a request.
 *
 * <p>A thread local belongs to a thread, and all tasks of a loop share one thread. With an element,
 * each task and each callback has a state of its own. The state is captured from the code that
 * creates the task or registers the callback, put on the thread before each step, and taken off it
 * after the step. The same applies to {@code toThread}, in the thread of the executor; to {@code
 * submit}, for which the calling thread is the creator; and to methods that return a {@code
 * CompletableFuture} and run outside of any loop.
 *
 * <p>A loop gets an element by {@link EventLoop#addContextElement}. Elements for all loops, and for
 * code outside of any, are found by {@link java.util.ServiceLoader} with the context class loader
 * of the thread that first needs them. They are kept as long as this library. Without elements,
 * none of this takes any time.
 *
 * <p>The methods are called on the thread that runs the code, one after another. They must be fast
 * and must not throw. What they throw goes to the loop's exception handler, or to the log outside
 * of a loop, and the step runs without the element.
 *
 * <p>asyncio: none.
 *
 * @param <S> the state of one task; null is a state as any other
 */
public interface ContextElement<S> {
  /**
   * Returns the state that a new task or callback begins with. Called on the thread of its creator.
   * A mutable state must be copied here.
   *
   * <p>asyncio: none.
   *
   * @return the state; may be null
   */
  S capture();

  /**
   * Puts a state on the thread, before a step.
   *
   * <p>asyncio: none.
   *
   * @param state what {@link #capture} gave, or {@link #leave} after the step before
   * @return what was on the thread before, for {@link #leave}
   */
  S enter(S state);

  /**
   * Takes the state off the thread again, after a step.
   *
   * <p>asyncio: none.
   *
   * @param previous what {@link #enter} gave, and is on the thread afterwards
   * @return the state as the step left it, for its next step
   */
  S leave(S previous);

  /**
   * Returns an element for the values of a thread local. A null value counts as no value, as after
   * {@link ThreadLocal#remove}.
   *
   * <p>asyncio: none.
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
