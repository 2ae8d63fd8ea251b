package dev.fermata.internal.net;

import dev.fermata.Future;
import dev.fermata.internal.core.LoopEngine;

/** What a task waits for that waits for a channel: done as soon as the channel is ready. */
final class Readiness extends Future<Void> {
  private final Watch watch;
  final int operation;

  Readiness(LoopEngine engine, Watch watch, int operation) {
    super(engine.origin);
    this.watch = watch;
    this.operation = operation;
  }

  /** The channel is ready. */
  void fire() {
    succeed(null);
  }

  /** The channel is closed. */
  void end(Throwable why) {
    fail(why);
  }

  @Override
  public boolean cancel(String message) {
    boolean cancelled = super.cancel(message);
    if (cancelled) {
      watch.forget(this);
    }
    return cancelled;
  }

  @Override
  protected String label() {
    return "channel";
  }

  @Override
  protected String activity() {
    return watch.doing(operation);
  }
}
