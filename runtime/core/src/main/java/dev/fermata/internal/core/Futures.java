package dev.fermata.internal.core;

import dev.fermata.Future;
import java.util.List;

/**
 * What the packages of the library do with the futures of others; the public class does not show
 * it. All of it belongs to the loop's thread.
 */
public final class Futures {
  private Futures() {}

  public static LoopEngine engine(Future<?> future) {
    return future.engine();
  }

  /** The value; the failure; meaningless while it is pending. */
  public static Object outcome(Future<?> future) {
    return future.outcome;
  }

  /**
   * Returns the failure or the cancellation and marks it retrieved; null for a success. Must be
   * done.
   */
  public static Throwable takeError(Future<?> future) {
    return future.takeError();
  }

  /** Takes note that somebody knows of the failure. */
  public static void markRetrieved(Future<?> future) {
    future.markRetrieved();
  }

  public static void succeed(Future<?> future, Object value) {
    future.succeed(value);
  }

  /** Whether it is done with a failure. */
  public static boolean hasFailed(Future<?> future) {
    return (future.flags & FutureState.OUTCOME) == FutureState.FAILED;
  }

  /** Has a task or a {@link Callback} queued when it is done, or now when it is. */
  public static void addWaiter(Future<?> future, Object waiter) {
    future.addWaiter(waiter);
  }

  /** Withdraws a waiter that has not been queued yet. */
  public static void removeWaiter(Future<?> future, Object waiter) {
    future.removeWaiter(waiter);
  }

  /** A copy of what runs when it is done: tasks and {@link Callback}s. */
  public static List<Object> waiters(Future<?> future) {
    return future.waiters();
  }

  /** The future of a loop that a stage's is awaited through; null where there is none. */
  public static Future<?> viewed(Future<?> future) {
    return future.viewed();
  }

  /** Says that it cannot be awaited in another loop, and what to do instead. */
  public static String foreign(Future<?> future) {
    return future.foreign();
  }

  /** What reports and dumps call it; null for nothing in particular. */
  public static String label(Future<?> future) {
    return future.label();
  }
}
