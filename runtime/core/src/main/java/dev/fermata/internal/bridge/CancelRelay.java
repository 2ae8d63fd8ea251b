package dev.fermata.internal.bridge;

import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.LoopEngine;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Carries a request to cancel from the body of a method that returns a {@code CompletableFuture} to
 * what it awaits, and on to what that awaits. It is not recursive, because such a chain may be
 * longer than the stack is deep.
 *
 * <p>{@link dev.fermata.internal.core.CancelPropagation} carries a request from task to task inside
 * of one loop; from there it may come here.
 */
final class CancelRelay {
  /** A wait that is asked to end. */
  interface Hop {
    /** Cancels what is waited for, or passes the request on to that. */
    void passOn(CancelRelay relay);

    /** Ends the wait because it is part of a circle, where nothing would notice its end. */
    void breakOff(CancelRelay relay);
  }

  private final String message;

  /** Null when the request comes from outside of a loop. */
  private final LoopEngine engine;

  private final ArrayDeque<Hop> next = new ArrayDeque<>();
  private final Set<Hop> visited = Collections.newSetFromMap(new IdentityHashMap<>(4));

  private CancelRelay(String message, LoopEngine engine) {
    this.message = message;
    this.engine = engine;
  }

  /**
   * Carries a request into a wait, at once or as part of the request that is already under way.
   *
   * @param engine the engine of the loop to which the wait belongs
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

  /** Cancels an activation on behalf of user code. All is done when this returns. */
  static void cancel(DetachedContext activation) {
    CancelRelay relay = new CancelRelay(null, null);
    activation.cancel(relay);
    relay.run(PerThread.place());
  }

  /** The message of the errors; may be null. */
  String message() {
    return message;
  }

  /** Whether the request comes from the given loop, in its thread. */
  boolean isIn(LoopEngine asked) {
    return engine == asked;
  }

  /** Carries the request on into another wait. */
  void add(Hop hop) {
    next.add(hop);
  }

  /**
   * Runs an action that may call user code. In a loop it runs as a callback, like all user code
   * there.
   */
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
