package dev.fermata.internal.wait;

import dev.fermata.Future;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.StateMachineCoroutine;
import java.io.IOException;

/** Something that is done when its turn has come, and that may have to wait in the middle. */
public abstract class TurnCoroutine extends StateMachineCoroutine<Void> {
  private static final int TURN = 1;
  private static final int GO_ON = 2;

  private Waiter waiter;

  /**
   * Begins, without a turn yet.
   *
   * @return whether there is anything to be done
   */
  protected abstract boolean enter(Context context);

  /** The turns of all that want to do the same. */
  protected abstract Turns turns();

  /** The loop that this runs in, once it has begun. */
  protected abstract LoopEngine engine();

  /**
   * Does what can be done now: at first, and whenever what it waits for is done.
   *
   * @return what the rest has to wait for; null when there is none
   */
  protected abstract Future<?> work() throws IOException;

  /** An error has ended it in its turn. */
  protected void fail(Throwable error) {}

  @Override
  protected final Object run(int point, Context context) throws Throwable {
    if (point == START) {
      if (!enter(context)) {
        return null;
      }
      if (!turns().tryTake()) {
        waiter = turns().join(engine());
        Awaited.await(waiter, context);
        return suspendAt(TURN, context);
      }
    } else if (point == TURN) {
      takeTurn(context);
    }
    try {
      if (point == GO_ON) {
        context.result();
      }
      Future<?> rest = work();
      if (rest != null) {
        context.suspendOn(rest);
        return suspendAt(GO_ON, context);
      }
      return null;
    } catch (Throwable error) {
      fail(error);
      throw error;
    } finally {
      if (!context.suspended) {
        turns().pass();
      }
    }
  }

  private void takeTurn(Context context) throws Throwable {
    boolean failed = true;
    try {
      context.result();
      failed = false;
    } finally {
      turns().arrived(waiter, failed);
    }
  }
}
