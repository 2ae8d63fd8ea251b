package dev.fermata.internal.combine;

import dev.fermata.CancelledError;
import dev.fermata.ExceptionGroup;
import dev.fermata.GeneratorExit;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.SignalFuture;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.core.Throwables;

/**
 * The coroutine of {@code TaskGroup.open}: runs the body, waits for the children, and decides what
 * leaves the group.
 */
final class TaskGroupCoroutine<T> extends StateMachineCoroutine<T> {
  private static final int BODY = 1;
  private static final int CHILDREN = 2;

  private final TaskGroup.Body<T> body;

  /** Whether a child that somebody cancels is a failure. */
  private final boolean needsAll;

  private GroupState group;

  /** How the body ended. */
  private Object value;

  private Throwable error;

  /** The cancellation that leaves the group, unless something else has priority. */
  private CancelledError cancellation;

  /** The last cancellation that interrupted the wait for the children. The wait went on. */
  private CancelledError interruption;

  TaskGroupCoroutine(TaskGroup.Body<T> body, boolean needsAll) {
    this.body = body;
    this.needsAll = needsAll;
  }

  @Override
  protected String publicName() {
    return "TaskGroup";
  }

  @Override
  protected Object run(int point, Context context) throws Throwable {
    if (point == CHILDREN) {
      takeInterruption(context);
      return awaitChildren(context);
    }
    try {
      value = point == START ? start(context) : context.result();
    } catch (Throwable t) {
      error = t;
    }
    if (context.suspended) {
      return suspendAt(BODY, context);
    }
    if (group == null) {
      throw error;
    }
    group.exit(error != null);
    if (error instanceof CancelledError cancelled) {
      cancellation = cancelled;
    }
    return awaitChildren(context);
  }

  private Object start(Context context) throws Throwable {
    TaskContext running = TaskContext.of(context);
    if (running.current == null) {
      throw new IllegalStateException("TaskGroup cannot determine the parent task");
    }
    TaskGroup opened =
        new TaskGroup(new GroupState.Permit(running.engine, running.current, needsAll));
    group = opened;
    return Awaited.await(body.start(opened), context);
  }

  private Object awaitChildren(Context context) throws Throwable {
    SignalFuture emptied = group.awaitChildren();
    if (emptied != null) {
      Awaited.await(emptied, context);
      return suspendAt(CHILDREN, context);
    }
    Throwable leaving = outcome();
    if (leaving != null) {
      throw leaving;
    }
    return value;
  }

  /** Goes on waiting after an interruption; the interruption makes the group abort. */
  private void takeInterruption(Context context) throws Throwable {
    try {
      context.result();
    } catch (CancelledError e) {
      interruption = e;
      if (group.interrupted()) {
        cancellation = e;
      }
    }
  }

  /**
   * The error that leaves the group when all children are done; null when the body's value does.
   */
  private Throwable outcome() {
    Throwable fatal = fatal();
    if (fatal != null) {
      return fatal;
    }
    if (group.parentCancelRequested()) {
      if (group.parent.uncancel() == 0) {
        cancellation = null;
      } else if (cancellation == null) {
        cancellation = interruption;
      }
    }
    if (cancellation != null && group.errors.isEmpty()) {
      return cancellation;
    }
    if (error != null && !(error instanceof CancelledError)) {
      group.errors.add(error);
    }
    return group.errors.isEmpty() ? null : failure();
  }

  /** An error that ends the JVM, not only the group. */
  private Throwable fatal() {
    if (error != null && Throwables.isFatal(error)) {
      return error;
    }
    return group.errors.stream().filter(Throwables::isFatal).findFirst().orElse(null);
  }

  private Throwable failure() {
    Task<?> parent = group.parent;
    if (parent.cancelling() > 0) {
      // Someone outside wants the parent cancelled. That is delivered again after the failures.
      parent.uncancel();
      parent.cancel();
    }
    boolean onlyClosed = error instanceof GeneratorExit && group.errors.size() == 1;
    return onlyClosed ? error : new ExceptionGroup("unhandled errors in a TaskGroup", group.errors);
  }
}
