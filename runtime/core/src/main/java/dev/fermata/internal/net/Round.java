package dev.fermata.internal.net;

import dev.fermata.internal.core.Callback;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The loops that share a listening socket, each of which gets the next connection in turn. */
final class Round {
  private final List<SocketListener> listeners;
  private final AtomicInteger accepted = new AtomicInteger();

  Round(List<SocketListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Hands a connection to the loop whose turn it is.
   *
   * @return false where it is that of {@code from}, or there is no such loop any more
   */
  boolean handOn(SocketChannel connection, SocketListener from) {
    int turn = Math.floorMod(accepted.getAndIncrement(), listeners.size());
    SocketListener next = listeners.get(turn);
    if (next == from) {
      return false;
    }
    try {
      next.channels.engine.addFromStranger(Callback.of(() -> next.adopt(connection)));
      return true;
    } catch (IllegalStateException closed) {
      return false;
    }
  }
}
