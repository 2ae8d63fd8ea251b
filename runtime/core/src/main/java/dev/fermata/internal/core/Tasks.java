package dev.fermata.internal.core;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import java.util.Collection;
import java.util.List;

/** The library's operations on tasks that the public class does not show. */
public final class Tasks {
  private Tasks() {}

  /**
   * Makes a task in the running loop that shares its variables with everything else that runs in
   * these values.
   */
  public static <T> Task<T> createIn(SharedVariables values, Coroutine<T> coroutine) {
    return LoopEngine.running().createTaskIn(values, coroutine);
  }

  /** The context variables as the body last saw them. */
  public static Variables variables(Task<?> task) {
    return task.variables();
  }

  /** What it waits for; null when it does not wait. */
  public static Object awaiting(Task<?> task) {
    return task.awaiting();
  }

  /** The loop's time at about the moment when it was made. */
  public static long created(Task<?> task) {
    return task.created();
  }

  /** The innermost methods in which it is suspended, at most {@code limit}. */
  public static List<StackTraceElement> stack(Task<?> task, int limit) {
    return task.stack(limit);
  }

  /** The public name of the part of the library that it waits in; null when it waits elsewhere. */
  public static String waitingPlace(Task<?> task) {
    return task.waitingPlace();
  }

  /** Notifies a follower inside the step in which the task ends. */
  public static void completeAtOnce(Task<?> task, TaskFollower follower) {
    task.completeAtOnce(follower);
  }

  /** Runs the first step inside of the code that runs now. */
  public static void stepInside(Task<?> task) {
    task.stepInside();
  }

  /**
   * Cancels unfinished tasks one after the other. If they wait for each other, each is still
   * visited only once.
   */
  public static void cancelAll(Collection<? extends Task<?>> tasks) {
    CancelPropagation.cancelAll(tasks);
  }
}
