package dev.fermata.internal.process;

import dev.fermata.Future;
import dev.fermata.internal.core.LoopEngine;

/** What a task waits for that comes from outside of the loop: a process, a pipe, a signal. */
final class OutsideWait extends Future<Void> {
  private final String label;
  private final String activity;

  /**
   * Begins a wait.
   *
   * @param label what dumps call what is waited for
   * @param activity what they say that the task does
   */
  OutsideWait(LoopEngine engine, String label, String activity) {
    super(engine.origin);
    this.label = label;
    this.activity = activity;
    engine.outsideWork().stageBegun();
  }

  /** Ends the wait, unless it has ended. */
  void fire() {
    if (!isDone()) {
      engine().outsideWork().stageEnded();
      succeed(null);
    }
  }

  @Override
  public boolean cancel(String message) {
    boolean cancelled = super.cancel(message);
    if (cancelled) {
      engine().outsideWork().stageEnded();
    }
    return cancelled;
  }

  @Override
  protected String label() {
    return label;
  }

  @Override
  protected String activity() {
    return activity;
  }
}
