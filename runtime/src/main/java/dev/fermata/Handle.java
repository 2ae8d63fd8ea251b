package dev.fermata;

import java.util.List;

/**
 * A callback that waits to be run by an event loop; asyncio's {@code Handle}. What {@link
 * EventLoop#callSoon} and its siblings return.
 */
public class Handle extends Ready {
  private final EventLoop loop;
  private final Variables variables;

  /** Null once the callback has been started or cancelled, unless it has failed. */
  private Runnable callback;

  private boolean started;
  private boolean cancelled;

  /** What registered it; null unless the loop is in debug mode. */
  private final List<StackTraceElement> origin;

  Handle(EventLoop loop, Runnable callback) {
    if (callback == null) {
      throw new NullPointerException("callback");
    }
    this.loop = loop;
    this.callback = callback;
    this.variables = Variables.inheritedIn(loop);
    this.origin = loop.debug ? Origin.here() : null;
  }

  /**
   * Keeps the callback from being run, if it has not started yet; a second call has no effect.
   * asyncio's {@code Handle.cancel}.
   *
   * @throws IllegalStateException when the loop runs in another thread
   */
  public void cancel() {
    loop.checkThread();
    withdraw();
  }

  /** Keeps the callback from being run; the thread has been checked. */
  final void withdraw() {
    cancelled = true;
    callback = null;
  }

  /**
   * Whether {@link #cancel} was called; may be called from any thread. asyncio's {@code
   * Handle.cancelled}.
   *
   * @return true once it was called, also where the callback had run before
   */
  public boolean isCancelled() {
    return cancelled;
  }

  /** The loop that will run the callback. */
  final EventLoop loop() {
    return loop;
  }

  /** What this calls; null where that is over. */
  final Runnable callback() {
    return callback;
  }

  /** Whether the callback has neither started nor been cancelled. */
  final boolean isWaiting() {
    return callback != null && !started;
  }

  @Override
  final List<StackTraceElement> origin() {
    return origin;
  }

  @Override
  final void run() {
    Runnable action = callback;
    if (action != null && !started) {
      started = true;
      callback = null;
      loop.setVariables(variables);
      try {
        action.run();
      } catch (Throwable error) {
        // The report has to name it.
        callback = cancelled ? null : action;
        throw error;
      }
    }
  }

  @Override
  public String toString() {
    String state = cancelled ? "cancelled" : callback == null ? "run" : nameOf(callback);
    return getClass().getSimpleName() + "[" + state + "]";
  }
}
