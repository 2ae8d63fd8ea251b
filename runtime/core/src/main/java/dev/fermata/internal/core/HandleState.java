package dev.fermata.internal.core;

import dev.fermata.Handle;
import java.util.List;

/**
 * The state of a {@link Handle}: a user's callback in a loop's queue or among its timers, with the
 * context variables that it sees.
 */
public abstract class HandleState extends Callback {
  /** A parameter of the constructor of a handle. Each loop has one. */
  public static final class Permit {
    private final LoopEngine engine;

    Permit(LoopEngine engine) {
      this.engine = engine;
    }
  }

  private final LoopEngine engine;
  private final Variables variables;

  /** Null once the callback has been started or cancelled, unless it has failed. */
  private Runnable callback;

  private boolean started;
  private boolean cancelled;

  /** The stack that registered it; null unless the loop is in debug mode. */
  private final List<StackTraceElement> origin;

  /**
   * Makes a handle that has not been queued.
   *
   * @param permit tells the loop
   */
  protected HandleState(Permit permit, Runnable callback) {
    if (callback == null) {
      throw new NullPointerException("callback");
    }
    this.engine = permit.engine;
    this.callback = callback;
    this.variables = engine.capturedVariables();
    this.origin = engine.debug ? Origin.here() : null;
  }

  /** Keeps the callback from being run, if it has not started yet. */
  protected final void withdraw() {
    engine.checkThread();
    cancelled = true;
    callback = null;
  }

  /** As {@link #withdraw}, for a timer. */
  protected final void withdrawTimer() {
    if (callback != null && !started) {
      engine.noteTimerCancelled();
    }
    withdraw();
  }

  @Override
  protected final boolean isOver() {
    return cancelled;
  }

  /** The callback; null when it has run or was cancelled. */
  final Runnable callback() {
    return callback;
  }

  @Override
  protected final List<StackTraceElement> origin() {
    return origin;
  }

  @Override
  protected final void run() {
    Runnable action = callback;
    if (action != null && !started) {
      started = true;
      callback = null;
      engine.context.beginCallback(variables);
      try {
        action.run();
      } catch (Throwable error) {
        // The report must name it.
        callback = cancelled ? null : action;
        throw error;
      }
    }
  }

  /** The state of the callback in a few words. */
  protected final String describe() {
    return cancelled ? "cancelled" : callback == null ? "run" : nameOf(callback);
  }
}
