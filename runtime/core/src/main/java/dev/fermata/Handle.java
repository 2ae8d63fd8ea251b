package dev.fermata;

import dev.fermata.internal.core.HandleState;

/**
 * A callback that waits to be run by an event loop. {@link EventLoop#callSoon} and its siblings
 * return it.
 *
 * <p>asyncio: {@code asyncio.Handle}.
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
   * Prevents the callback from running, if it has not started yet. A second call has no effect.
   *
   * <p>asyncio: {@code Handle.cancel}.
   *
   * @throws IllegalStateException when the loop runs in another thread
   */
  public void cancel() {
    withdraw();
  }

  /**
   * Returns whether {@link #cancel} was called. May be called from any thread.
   *
   * <p>asyncio: {@code Handle.cancelled}.
   *
   * @return true once it was called, even if the callback had run before
   */
  public boolean isCancelled() {
    return isOver();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + describe() + "]";
  }
}
