package dev.fermata.internal.bridge;

import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.LoopEngine;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The way of a request to cancel from the body of a method that returns a {@code CompletableFuture}
 * to what it awaits, and on to what that awaits. It is not recursive: there may be more of them
 * than the stack has room for calls.
 *
 * <p>A {@link dev.fermata.internal.core.CancelPropagation} is the way from a task to a task, inside
 * of one loop; it may lead here.
 */
final class CancelRelay {
  /** A wait, whose end is requested. */
  interface Hop {
    /** Cancels what is waited for, or passes the request on to that. */
    void passOn(CancelRelay relay);

    /** Ends the wait, which leads round in a circle: nobody would notice its end. */
    void breakOff(CancelRelay relay);
  }

  private final String message;

  /** Null where the request comes from outside of a loop. */
  private final LoopEngine engine;

  private final ArrayDeque<Hop> next = new ArrayDeque<>();
  private final Set<Hop> visited = Collections.newSetFromMap(new IdentityHashMap<>(4));

  private CancelRelay(String message, LoopEngine engine) {
    this.message = message;
    this.engine = engine;
  }

  /**
   * Carries a request into a wait, at once or as part of the request that is on its way.
   *
   * @param engine that of the loop in which the wait is
   */
  static void reach(Hop hop, String message, LoopEngine engine) {
    Object[] place = PerThread.place();
    if (place[PerThread.RELAY] instanceof CancelRelay relay) {
      relay.add(hop);
    } else {
      CancelRelay relay = new CancelRelay(message, engine);
      relay.add(hop);
      relay.run(place);
    }
  }

  /** Has user code cancel an activation: all is done when this returns. */
  static void cancel(DetachedContext activation) {
    CancelRelay relay = new CancelRelay(null, null);
    activation.cancel(relay);
    relay.run(PerThread.place());
  }

  /** The message of the errors; may be null. */
  String message() {
    return message;
  }

  /** Whether the request comes from the loop, and in its thread. */
  boolean isIn(LoopEngine asked) {
    return engine == asked;
  }

  /** Carries the request on into another wait. */
  void add(Hop hop) {
    next.add(hop);
  }

  /** Does what may run code of the user: in a loop that is a callback, as everything else there. */
  void act(Runnable action) {
    if (engine == null) {
      action.run();
    } else {
      engine.add(Callback.of(action));
    }
  }

  private void run(Object[] place) {
    Object outer = place[PerThread.RELAY];
    place[PerThread.RELAY] = this;
    try {
      for (Hop hop = next.poll(); hop != null; hop = next.poll()) {
        if (visited.add(hop)) {
          hop.passOn(this);
        } else {
          hop.breakOff(this);
        }
      }
    } finally {
      place[PerThread.RELAY] = outer;
    }
  }
}
