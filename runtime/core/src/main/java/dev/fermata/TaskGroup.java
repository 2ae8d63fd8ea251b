package dev.fermata;

import dev.fermata.internal.combine.GroupState;
import java.util.Objects;

/**
 * Tasks that belong together: none of them outlives the group, and when one fails the others are
 * cancelled.
 *
 * <pre>{@code
 * await(TaskGroup.open(group -> {
 *   group.createTask(fetch(first));
 *   group.createTask(fetch(second));
 *   return Coroutine.done();
 * }));
 * // Both are done here.
 * }</pre>
 *
 * <p>All methods are called on the thread of the event loop.
 *
 * <p>asyncio: {@code asyncio.TaskGroup}.
 */
public final class TaskGroup extends GroupState {
  /**
   * Makes a group; for this library, which alone has the permit.
   *
   * @param permit tells the loop and the task
   */
  public TaskGroup(Permit permit) {
    super(permit);
  }

  /**
   * Runs {@code body} with a new group, in the task that awaits this coroutine. It ends when the
   * body and all tasks of the group have ended, including tasks that are added meanwhile.
   *
   * <p>A task that ends cancelled is not a failure. When a task fails, the other tasks and the body
   * are cancelled. When the body fails, or the task that runs it is cancelled, the tasks are
   * cancelled. In each case the group waits for all of them, however often the waiting task is
   * cancelled.
   *
   * <p>asyncio: {@code async with TaskGroup()}.
   *
   * @param body called when the coroutine first runs
   * @param <T> the type of the body's value
   * @return a coroutine that gives the body's value, or null when {@link #cancel} ended the body
   *     early. It throws an {@link ExceptionGroup} of all failures in the order in which they
   *     happened, the body's own last. If there is none and its task was cancelled from outside, it
   *     throws the {@link CancelledError}; if there are both, the {@code CancelledError} follows
   *     the group at the task's next suspension
   * @throws NullPointerException when {@code body} is null
   */
  public static <T> Coroutine<T> open(Body<T> body) {
    return run(Objects.requireNonNull(body, "body"));
  }

  /**
   * Makes a task in this group.
   *
   * <p>asyncio: {@code TaskGroup.create_task}.
   *
   * @param <T> the type of its value
   * @param coroutine what the task runs
   * @return the task; unless tasks are eager ({@link EventLoop#setEagerTasks}), nothing of it has
   *     run yet. One that has aborted the group in its first step is cancelled as the others are
   * @throws IllegalStateException when the coroutine has been used before; or when the group is
   *     being aborted or is finished, that is, its body and all its tasks have ended: then the
   *     coroutine is closed
   */
  public <T> Task<T> createTask(Coroutine<T> coroutine) {
    return createTask(coroutine, null);
  }

  /**
   * Makes a named task in this group.
   *
   * <p>asyncio: {@code TaskGroup.create_task}.
   *
   * @param <T> the type of its value
   * @param coroutine what the task runs
   * @param name the task's name; null for a default one
   * @return as {@link #createTask(Coroutine)}
   * @throws IllegalStateException as {@link #createTask(Coroutine)} does
   */
  @Override
  public <T> Task<T> createTask(Coroutine<T> coroutine, String name) {
    return super.createTask(coroutine, name);
  }

  /**
   * Makes a task of an asynchronous lambda in this group, as {@link Fermata#createTask(AsyncBody)}
   * does outside of one: {@code group.createTask(() -> load(name))}. Where this throws, the lambda
   * is never called.
   *
   * <p>asyncio: {@code TaskGroup.create_task}.
   *
   * @param <T> the type of its value
   * @param body called at the first step of the task
   * @return as {@link #createTask(Coroutine)}
   * @throws IllegalStateException as {@link #createTask(Coroutine)} does
   * @throws NullPointerException when {@code body} is null
   */
  public <T> Task<T> createTask(AsyncBody<T> body) {
    return createTask(Fermata.async(body), null);
  }

  /**
   * Makes a named task of an asynchronous lambda in this group, as {@link #createTask(AsyncBody)}
   * does.
   *
   * <p>asyncio: {@code TaskGroup.create_task}.
   *
   * @param <T> the type of its value
   * @param body called at the first step of the task
   * @param name the task's name; null for a default one
   * @return as {@link #createTask(Coroutine)}
   * @throws IllegalStateException as {@link #createTask(Coroutine)} does
   * @throws NullPointerException when {@code body} is null
   */
  public <T> Task<T> createTask(AsyncBody<T> body, String name) {
    return createTask(Fermata.async(body), name);
  }

  /**
   * Ends the group early by cancelling its tasks and its body. This is not a failure. A second
   * call, or one after the group's end, has no effect.
   *
   * <p>asyncio: {@code TaskGroup.cancel}; since 3.15.
   */
  @Override
  public void cancel() {
    super.cancel();
  }

  @Override
  public String toString() {
    return super.toString();
  }

  /**
   * The code that runs in a group.
   *
   * <p>asyncio: {@code async with}.
   *
   * @param <T> the type of its value
   */
  @FunctionalInterface
  public interface Body<T> {
    /**
     * Begins the body.
     *
     * <p>asyncio: {@code async with}.
     *
     * @param group the group, to make tasks in
     * @return the coroutine that carries the body out, not null
     * @throws Exception what the body throws
     */
    Coroutine<T> start(TaskGroup group) throws Exception;
  }
}
