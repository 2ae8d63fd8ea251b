package dev.fermata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A thread of somebody else that runs an event loop turn by turn: that of a user interface, of a
 * framework, or of a game. {@link EventLoop#runHosted} begins it.
 *
 * <p>Its methods are called by any thread.
 *
 * <p>asyncio: none; Trio has a guest mode.
 */
@FunctionalInterface
public interface LoopHost {
  /**
   * Has a turn run soon, behind what the host's thread has to do before: {@code
   * EventQueue::invokeLater}, for example. All turns run in the same thread, and never inside of
   * this call.
   *
   * <p>When the host has ended, this throws an exception, as a {@link
   * java.util.concurrent.RejectedExecutionException}; the loop ends then, too.
   *
   * <p>asyncio: none; Trio's {@code run_sync_soon_threadsafe}.
   *
   * @param turn runs a part of the loop, of about a millisecond at most
   */
  void execute(Runnable turn);

  /**
   * Has something run after a while, in any thread: it asks for a turn by {@link #execute}. Unless
   * a host has timers of its own for this, a daemon thread of the JDK does so.
   *
   * <p>asyncio: none.
   *
   * @param alarm what asks for the turn; it may come late, which makes the loop's timers late
   * @param nanos how long to wait
   */
  default void schedule(Runnable alarm, long nanos) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run).execute(alarm);
  }
}
