package dev.fermata.internal.wait;

import dev.fermata.internal.core.LoopEngine;

/**
 * Lets one at a time do something, in the order in which they came. Other than at a lock of the
 * public API, nobody gets in between when one hands over to the next.
 */
public final class Turns {
  private boolean taken;

  /** Null until somebody has to wait. */
  private WaiterQueue line;

  /** Takes the turn when nobody has it. */
  public boolean tryTake() {
    boolean free = !taken;
    taken = true;
    return free;
  }

  /** Joins the line; whoever awaits the result calls {@link #arrived} with it then. */
  public Waiter join(LoopEngine engine) {
    if (line == null) {
      line = new WaiterQueue();
    }
    return line.add(engine);
  }

  /** The wait for a turn is over; when it has failed, a turn that has come is passed on. */
  public void arrived(Waiter waiter, boolean failed) {
    line.remove(waiter);
    if (failed && waiter.isDone() && !waiter.isCancelled()) {
      pass();
    }
  }

  /** Gives the turn to the next one. */
  public void pass() {
    if (line == null || line.wake(1) == 0) {
      taken = false;
    }
  }
}
