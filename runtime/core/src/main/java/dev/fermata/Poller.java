package dev.fermata;

import java.io.IOException;

/**
 * How an event loop waits for what happens outside of it: for channels of another library, for
 * example, which so run in the loop's own thread.
 *
 * <p>{@link EventLoop#create(Poller)} makes a loop of one. The loop calls {@link #poll} in place of
 * each wait, and every so often while it is busy: after some hundred passes or a thousand handles,
 * or a millisecond.
 *
 * <p>asyncio: {@code selectors.BaseSelector}.
 */
public interface Poller {
  /**
   * Waits until something has happened, and hands it to whom it concerns: by {@link
   * EventLoop#callSoon}, or by completing a future. Called on the loop's thread, between two
   * passes. It returns early when {@link #wakeUp} is called, has been called since the last time,
   * or the thread is interrupted; it may do so at any time.
   *
   * <p>asyncio: {@code BaseSelector.select}.
   *
   * @param nanos the longest wait; 0 to only look
   * @throws IOException when it fails: this is reported to the loop's exception handler, and the
   *     loop calls again later, at most a tenth of a second
   */
  void poll(long nanos) throws IOException;

  /**
   * Has {@link #poll} return, which may be about to be called. Called by any thread.
   *
   * <p>asyncio: none; the loop sends a byte through a pipe of its own.
   */
  void wakeUp();
}
