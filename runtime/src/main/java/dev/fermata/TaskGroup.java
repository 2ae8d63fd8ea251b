package dev.fermata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Tasks that belong together: none of them outlives the group, and when one fails the others are
 * cancelled. asyncio's {@code TaskGroup}.
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
 */
public final class TaskGroup {
  private final EventLoop loop;

  /** The task that runs the body. */
  final Task<?> parent;

  /** The failures of the children, in the order in which they happened. */
  final List<Throwable> errors = new ArrayList<>();

  /** The children that are not done, in the order in which they were made. */
  private Child first;

  private Child last;

  /** How many of them there are. */
  private int unfinished;

  /** The body has ended. */
  private boolean exiting;

  /** All children have been cancelled, and no more are made. */
  private boolean aborting;

  /** The group has cancelled its own parent, to interrupt the body. */
  private boolean parentCancelRequested;

  /** Fires when the last child is done; null while nobody waits for that. */
  private Signal emptied;

  /** Makes a group in the task that is running. */
  TaskGroup(EventLoop loop, Task<?> parent) {
    this.loop = loop;
    this.parent = parent;
  }

  /**
   * Runs {@code body} with a new group, in the task that awaits this coroutine, and ends when the
   * body and all tasks of the group have ended, those included that are added meanwhile. asyncio's
   * {@code async with TaskGroup() as group}.
   *
   * <p>A task that ends cancelled is no failure. When a task fails, the other tasks and the body
   * are cancelled; when the body fails, or the task that runs it is cancelled, the tasks are
   * cancelled. In each case all are waited for, however often the waiting task is cancelled.
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
    return new TaskGroupRun<>(Objects.requireNonNull(body, "body"));
  }

  /**
   * Makes a task in this group. asyncio's {@code TaskGroup.create_task}.
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
   * Makes a named task in this group. asyncio's {@code TaskGroup.create_task}.
   *
   * @param <T> the type of its value
   * @param coroutine what the task runs
   * @param name the task's name; null for a default one
   * @return as {@link #createTask(Coroutine)}
   * @throws IllegalStateException as {@link #createTask(Coroutine)} does
   */
  public <T> Task<T> createTask(Coroutine<T> coroutine, String name) {
    loop.checkThread();
    if (isFinished() || aborting) {
      coroutine.close();
      throw new IllegalStateException(this + (isFinished() ? " is finished" : " is shutting down"));
    }
    Task<T> task = loop.createTask(coroutine, name);
    boolean needsNoWatch = task.isDone() && (task.flags & Future.OUTCOME) != Future.FAILED;
    if (!needsNoWatch) {
      // Of an eager task that has failed the group hears in the next pass: to cancel the parent in
      // the middle of this call would be too early.
      task.addWaiter(add(task));
      if (aborting && !task.isDone()) {
        // The first step of an eager task has run by now, and has aborted the group without it.
        task.cancel();
      }
    }
    return task;
  }

  /**
   * Ends the group early, which is no failure: cancels its tasks and its body. A second call, or
   * one after the group's end, does nothing. asyncio's {@code TaskGroup.cancel}, since 3.15.
   */
  public void cancel() {
    loop.checkThread();
    if (!aborting && !isFinished()) {
      abort();
      cancelParent();
    }
  }

  private boolean isFinished() {
    return exiting && first == null;
  }

  // ---------------------------------------------------------------- for the end of the body

  /** Takes note that the body has ended, with an error or without. */
  void exit(boolean failed) {
    exiting = true;
    if (failed && !aborting) {
      abort();
    }
  }

  /** What is to be awaited until the last child is done; null when that is so. */
  Signal awaitChildren() {
    emptied = first == null ? null : new Signal(loop);
    return emptied;
  }

  /**
   * Takes note that the wait for the children was interrupted.
   *
   * @return whether that is what makes the group abort
   */
  boolean interrupted() {
    if (aborting) {
      return false;
    }
    abort();
    return true;
  }

  /** Whether the group has cancelled its parent, and so has to withdraw that at its end. */
  boolean parentCancelRequested() {
    return parentCancelRequested;
  }

  // ---------------------------------------------------------------- children

  private Child add(Task<?> task) {
    Child child = new Child(this, task);
    child.previous = last;
    if (last == null) {
      first = child;
    } else {
      last.next = child;
    }
    last = child;
    unfinished++;
    return child;
  }

  private void remove(Child child) {
    unfinished--;
    if (child.previous == null) {
      first = child.next;
    } else {
      child.previous.next = child.next;
    }
    if (child.next == null) {
      last = child.previous;
    } else {
      child.next.previous = child.previous;
    }
  }

  private void childDone(Child child) {
    remove(child);
    if (first == null && emptied != null) {
      emptied.fire();
    }
    Throwable error = child.task.isCancelled() ? null : child.task.takeError();
    if (error != null) {
      errors.add(error);
      if (!aborting) {
        abort();
        cancelParent();
      }
    }
  }

  private void abort() {
    aborting = true;
    List<Task<?>> left = new ArrayList<>(unfinished);
    for (Child child = first; child != null; child = child.next) {
      if (!child.task.isDone()) {
        left.add(child.task);
      }
    }
    CancelWalk.cancelAll(left);
  }

  private void cancelParent() {
    parentCancelRequested = true;
    parent.cancel();
  }

  @Override
  public String toString() {
    String state = aborting ? "cancelling" : "entered";
    return "TaskGroup[tasks=" + unfinished + ", errors=" + errors.size() + ", " + state + "]";
  }

  /** A child that is not done: tells its group when it is, and is a link of the group's list. */
  private static final class Child extends Ready {
    private final TaskGroup group;
    private final Task<?> task;
    private Child previous;
    private Child next;

    Child(TaskGroup group, Task<?> task) {
      this.group = group;
      this.task = task;
    }

    @Override
    List<? extends Future<?>> wakes() {
      return List.of(group.parent);
    }

    @Override
    void run() {
      group.childDone(this);
    }
  }

  /**
   * What runs in a group. In asyncio, the block of {@code async with}.
   *
   * @param <T> the type of its value
   */
  @FunctionalInterface
  public interface Body<T> {
    /**
     * Begins the body. In asyncio, entering the block of {@code async with}.
     *
     * @param group the group, to make tasks in
     * @return the coroutine that carries the body out, not null
     * @throws Exception what the body throws
     */
    Coroutine<T> start(TaskGroup group) throws Exception;
  }
}
