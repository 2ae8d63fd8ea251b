package dev.fermata;

import dev.fermata.internal.core.TaskState;
import java.util.List;

/**
 * A coroutine that runs by itself in an event loop, step by step. It is the future of the
 * coroutine's outcome, and only the coroutine completes it.
 *
 * <p>{@link Fermata#createTask createTask} makes a task and queues its first step. The loop keeps
 * its unfinished tasks alive.
 *
 * <p>asyncio: {@code asyncio.Task}.
 *
 * @param <T> the type of the coroutine's value
 */
public final class Task<T> extends TaskState<T> {
  /**
   * Makes a task; for this library, which alone has the permit.
   *
   * @param permit tells the loop
   * @param coroutine what the task runs
   */
  public Task(Permit permit, Coroutine<T> coroutine) {
    super(permit, coroutine);
  }

  // ---------------------------------------------------------------- for users

  /**
   * Returns the task's name. May be called from any thread.
   *
   * <p>asyncio: {@code Task.get_name}.
   *
   * @return the name given to it, or "Task-" and its number among the loop's tasks
   */
  public String getName() {
    return name();
  }

  /**
   * Gives the task another name.
   *
   * <p>asyncio: {@code Task.set_name}.
   *
   * @param name the name, not null
   */
  public void setName(String name) {
    if (name == null) {
      throw new NullPointerException("name");
    }
    rename(name);
  }

  /**
   * Returns the coroutine that this task runs. May be called from any thread.
   *
   * <p>asyncio: {@code Task.get_coro}.
   *
   * @return the coroutine that the task was made of
   */
  public Coroutine<T> coroutine() {
    return program();
  }

  /**
   * Not for tasks.
   *
   * <p>asyncio: {@code Task.set_result}.
   *
   * @throws IllegalStateException always
   */
  @Override
  public void setResult(T value) {
    throw onlyItsBody();
  }

  /**
   * Not for tasks.
   *
   * <p>asyncio: {@code Task.set_exception}.
   *
   * @throws IllegalStateException always
   */
  @Override
  public void setException(Throwable error) {
    throw onlyItsBody();
  }

  private static IllegalStateException onlyItsBody() {
    return new IllegalStateException("a task is completed by its coroutine only");
  }

  /**
   * Asks the task to end: a {@link CancelledError} is thrown into its body. If the task waits for a
   * future or another task, that is cancelled now, and the error reaches the body in the next pass
   * of the loop. The body may clean up, await, and even swallow the error. A task that has not
   * started ends without running its body.
   *
   * <p>If tasks wait for each other in a circle, directly or through {@code gather}, only this task
   * gets the error.
   *
   * <p>asyncio: {@code Task.cancel}.
   *
   * @param message the error's message; may be null
   * @return false when the task is done already
   */
  @Override
  public boolean cancel(String message) {
    return requestCancel(message);
  }

  /**
   * Returns how many requests to cancel this task have not been withdrawn. May be called from any
   * thread, as {@link #isDone}.
   *
   * <p>asyncio: {@code Task.cancelling}.
   *
   * @return calls of {@code cancel} while it was not done, less those of {@link #uncancel}
   */
  public int cancelling() {
    return cancellations();
  }

  /**
   * Withdraws one request to cancel this task. If no request is left, an error that has not been
   * thrown into the body yet is not thrown.
   *
   * <p>asyncio: {@code Task.uncancel}.
   *
   * @return how many requests are left
   */
  public int uncancel() {
    return withdrawCancel();
  }

  /**
   * Returns where the task is suspended: every asynchronous method that has begun and not ended,
   * with the line at which it waits, the innermost first.
   *
   * <p>asyncio: {@code Task.get_stack}; of the innermost method only.
   *
   * @return an unmodifiable list; empty when the task has not started, runs right now, or is done
   */
  public List<StackTraceElement> awaitStack() {
    checkThread();
    return stack(Integer.MAX_VALUE);
  }

  /**
   * Returns the stack of the code that made this task. May be called from any thread.
   *
   * <p>asyncio: none; its reports tell it in debug mode.
   *
   * @return the stack of the call that created it, the innermost first, without this library's own
   *     methods; empty unless the loop was in debug mode then
   */
  public List<StackTraceElement> creationStack() {
    return origin();
  }

  @Override
  public String toString() {
    return "Task[" + getName() + ", " + describe() + "]";
  }
}
