package dev.fermata.internal.combine;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SignalFuture;
import dev.fermata.internal.core.Tasks;
import java.util.ArrayList;
import java.util.List;

/** The state of a {@link TaskGroup}: its children, their failures, and whether it is ending. */
public abstract class GroupState {
  /** What the constructor of a group asks for. */
  public static final class Permit {
    private final LoopEngine engine;
    private final Task<?> parent;
    private final boolean needsAll;

    /**
     * @param needsAll whether a child that somebody cancels is a failure
     */
    Permit(LoopEngine engine, Task<?> parent, boolean needsAll) {
      this.engine = engine;
      this.parent = parent;
      this.needsAll = needsAll;
    }
  }

  private final LoopEngine engine;

  /** The task that runs the body. */
  final Task<?> parent;

  /** Whether a child that ends cancelled, other than by this group, is a failure. */
  private final boolean needsAll;

  /** The failures of the children, in the order in which they happened. */
  final List<Throwable> errors = new ArrayList<>();

  /** The children that are not done, in the order in which they were made. */
  private Child first;

  private Child last;

  /** How many of them there are. */
  private int unfinished;

  /** The body has ended. */
  private boolean exiting;

  /** All children have been cancelled, and the group takes no new ones. */
  private boolean aborting;

  /** The group has cancelled its own parent, to interrupt the body. */
  private boolean parentCancelRequested;

  /** Fires when the last child is done; null while nobody waits for that. */
  private SignalFuture emptied;

  /** Makes a group in the task that is running. */
  protected GroupState(Permit permit) {
    this.engine = permit.engine;
    this.parent = permit.parent;
    this.needsAll = permit.needsAll;
  }

  /** The coroutine of {@code TaskGroup.open}. */
  protected static <T> Coroutine<T> run(TaskGroup.Body<T> body) {
    return new TaskGroupCoroutine<>(body, false);
  }

  protected <T> Task<T> createTask(Coroutine<T> coroutine, String name) {
    engine.checkThread();
    if (isFinished() || aborting) {
      coroutine.close();
      throw new IllegalStateException(this + (isFinished() ? " is finished" : " is shutting down"));
    }
    Task<T> task = engine.createTask(coroutine, name);
    boolean needsNoWatch =
        task.isDone() && !Futures.hasFailed(task) && !(needsAll && task.isCancelled());
    if (!needsNoWatch) {
      // The group is told of a failed eager task in the next pass. To cancel the parent in the
      // middle of this call would be too early.
      Futures.addWaiter(task, add(task));
      if (aborting && !task.isDone()) {
        // The first step of an eager task has run by now, and has aborted the group without it.
        task.cancel();
      }
    }
    return task;
  }

  protected void cancel() {
    engine.checkThread();
    if (!aborting && !isFinished()) {
      abort();
      cancelParent();
    }
  }

  private boolean isFinished() {
    return exiting && first == null;
  }

  // ---------------------------------------------------------------- for the end of the body

  /** Notes that the body has ended, with or without an error. */
  void exit(boolean failed) {
    exiting = true;
    if (failed && !aborting) {
      abort();
    }
  }

  /** The future to await until the last child is done; null when all are. */
  SignalFuture awaitChildren() {
    emptied = first == null ? null : new SignalFuture(engine.origin);
    return emptied;
  }

  /**
   * Notes that the wait for the children was interrupted.
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

  /** Whether the group has cancelled its parent, and must withdraw this request at its end. */
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
    boolean harmless = child.task.isCancelled() && (aborting || !needsAll);
    Throwable error = harmless ? null : Futures.takeError(child.task);
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
    Tasks.cancelAll(left);
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
  private static final class Child extends Callback {
    private final GroupState group;
    private final Task<?> task;
    private Child previous;
    private Child next;

    Child(GroupState group, Task<?> task) {
      this.group = group;
      this.task = task;
    }

    @Override
    protected List<? extends Future<?>> wakes() {
      return List.of(group.parent);
    }

    @Override
    protected void run() {
      group.childDone(this);
    }
  }
}
