package dev.fermata.internal.core;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import java.util.Collection;
import java.util.List;

/** What the packages of the library do with tasks; the public class does not show it. */
public final class Tasks {
  private Tasks() {}

  /** Makes a task in the running loop that shares its variables with what else has these values. */
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

  /** The loop's time when it was made, more or less. */
  public static long created(Task<?> task) {
    return task.created();
  }

  /** The innermost methods in which it is suspended, as many as {@code limit}. */
  public static List<StackTraceElement> stack(Task<?> task, int limit) {
    return task.stack(limit);
  }

  /** What users know the part of the library as that it waits in; null where it is none. */
  public static String waitingPlace(Task<?> task) {
    return task.waitingPlace();
  }

  /** Has a follower told inside of the step in which the task ends. */
  public static void completeAtOnce(Task<?> task, TaskFollower follower) {
    task.completeAtOnce(follower);
  }

  /** Runs the first step inside of whatever runs now. */
  public static void stepInside(Task<?> task) {
    task.stepInside();
  }

  /**
   * Cancels unfinished tasks one after the other; where they wait for each other, in the time that
   * it takes to pass each once.
   */
  public static void cancelAll(Collection<? extends Task<?>> tasks) {
    CancelPropagation.cancelAll(tasks);
  }
}
