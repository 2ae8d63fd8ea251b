package dev.fermata.net;

import dev.fermata.Coroutine;

/**
 * What a server does with each connection.
 *
 * <p>asyncio: {@code client_connected_cb}.
 */
@FunctionalInterface
public interface ConnectionHandler {
  /**
   * Begins to serve a connection, in a task of its own.
   *
   * <p>asyncio: {@code client_connected_cb}.
   *
   * @param connection the connection; closed when the coroutine has ended
   * @return the coroutine that serves it, not null; its task is cancelled with that of the server
   * @throws Exception what the handler throws; it is reported and ends this connection only
   */
  Coroutine<Void> handle(Connection connection) throws Exception;
}
