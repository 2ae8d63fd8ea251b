package dev.fermata;

import dev.fermata.internal.core.HandleState;

/**
 * A callback that waits to be run by an event loop; asyncio's {@code Handle}. What {@link
 * EventLoop#callSoon} and its siblings return.
 */
public class Handle extends HandleState {
  /**
   * Makes a handle; for this library, which alone has the permit.
   *
   * @param permit tells the loop
   * @param callback what to run
   */
  public Handle(Permit permit, Runnable callback) {
    super(permit, callback);
  }

  /**
   * Keeps the callback from being run, if it has not started yet; a second call has no effect.
   * asyncio's {@code Handle.cancel}.
   *
   * @throws IllegalStateException when the loop runs in another thread
   */
  public void cancel() {
    withdraw();
  }

  /**
   * Whether {@link #cancel} was called; may be called from any thread. asyncio's {@code
   * Handle.cancelled}.
   *
   * @return true once it was called, also where the callback had run before
   */
  public boolean isCancelled() {
    return isOver();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + describe() + "]";
  }
}
