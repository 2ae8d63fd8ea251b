package dev.fermata.net;

import dev.fermata.Coroutine;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * A socket at which connections arrive. {@link Net#listen} opens it.
 *
 * <p>When the process has no descriptors left, accepting pauses for a tenth of a second at a time;
 * this is reported to the loop's exception handler once.
 *
 * <p>asyncio: {@code Server}.
 */
public interface Listener extends AutoCloseable {
  /**
   * Takes the next connection.
   *
   * <p>asyncio: {@code loop.sock_accept}.
   *
   * @return a coroutine that gives the connection. Cancelling its task loses none. It throws {@link
   *     IllegalStateException} when another task accepts
   * @throws IOException thrown by the coroutine: when the listener is closed
   */
  Coroutine<Connection> accept() throws IOException;

  /**
   * Serves all connections, each in a task of its own. When a handler fails, this is reported to
   * the loop's exception handler and ends its connection only.
   *
   * <p>asyncio: {@code Server.serve_forever}.
   *
   * @param handler what serves a connection
   * @return a coroutine that ends when the listener is closed and all handlers have ended.
   *     Cancelling its task closes nothing, but cancels the handlers, and waits for them
   */
  Coroutine<Void> serve(ConnectionHandler handler);

  /**
   * Where it listens; with the port that was chosen when 0 was asked for.
   *
   * <p>asyncio: {@code Server.sockets[0].getsockname}.
   *
   * @return the address
   */
  SocketAddress localAddress();

  /**
   * Accepts no more. Connections that have been accepted stay as they are. The file of a Unix
   * socket is removed.
   *
   * <p>asyncio: {@code Server.close}.
   */
  @Override
  void close();

  /**
   * Closes this and lets the handlers of {@link #serve} end by themselves; those that have not
   * ended by then are cancelled and waited for.
   *
   * <p>asyncio: {@code Server.close_clients}, {@code wait_closed}.
   *
   * @param grace how long the handlers have
   * @return a coroutine that ends when all handlers have. Cancelling its task leaves those that run
   *     alone
   */
  Coroutine<Void> closeGracefully(Duration grace);
}
