package dev.fermata.internal.core;

import dev.fermata.Future;
import java.util.List;

/**
 * The library's operations on futures that the public class does not show. All of them belong to
 * the loop's thread.
 */
public final class Futures {
  private Futures() {}

  public static LoopEngine engine(Future<?> future) {
    return future.engine();
  }

  /** The value or the failure; meaningless while it is pending. */
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

  /** Marks the failure as retrieved. */
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

  /** Queues a task or a {@link Callback} when it is done, or now if it is done. */
  public static void addWaiter(Future<?> future, Object waiter) {
    future.addWaiter(waiter);
  }

  /** Removes a waiter that has not been queued yet. */
  public static void removeWaiter(Future<?> future, Object waiter) {
    future.removeWaiter(waiter);
  }

  /** A copy of the tasks and {@link Callback}s that run when it is done. */
  public static List<Object> waiters(Future<?> future) {
    return future.waiters();
  }

  /** The loop's future whose view it follows; null when it follows no view. */
  public static Future<?> viewed(Future<?> future) {
    return future.viewed();
  }

  /** The error that it cannot be awaited in another loop. It says what to do instead. */
  public static String foreign(Future<?> future) {
    return future.foreign();
  }

  /** What a task does that waits for it, in words; null where it waits, and no more. */
  public static String activity(Future<?> future) {
    return future.activity();
  }

  /** Its name in reports and dumps; null when it has none. */
  public static String label(Future<?> future) {
    return future.label();
  }
}
