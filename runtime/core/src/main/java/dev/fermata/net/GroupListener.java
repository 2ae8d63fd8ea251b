package dev.fermata.net;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A server in each loop of a {@link dev.fermata.LoopGroup}, all at one address. {@link Net#serve}
 * begins it. When a loop is stopped, its part ends as {@link #close} would end it, and its handlers
 * are cancelled.
 *
 * <p>All methods may be called from any thread.
 *
 * <p>asyncio: {@code Server}; one for each process.
 */
public interface GroupListener extends AutoCloseable {
  /**
   * Where it listens; with the port that was chosen when 0 was asked for.
   *
   * <p>asyncio: {@code Server.sockets[0].getsockname}.
   *
   * @return the address
   */
  SocketAddress localAddress();

  /**
   * Accepts no more, in all loops, and does not wait. Connections that have been accepted stay as
   * they are.
   *
   * <p>asyncio: {@code Server.close}.
   */
  @Override
  void close();

  /**
   * Accepts what has arrived, closes this in all loops together, and lets the handlers end by
   * themselves; those that have not ended by then are cancelled and waited for.
   *
   * <p>asyncio: {@code Server.close_clients}, {@code wait_closed}.
   *
   * @param grace how long the handlers have
   * @return completed when all handlers have ended. Cancelling it leaves those that run alone
   */
  CompletableFuture<Void> closeGracefully(Duration grace);

  /**
   * Returns what tells the end.
   *
   * <p>asyncio: {@code Server.wait_closed}.
   *
   * @return completed when this is closed in all loops, and all handlers have ended. Completing or
   *     cancelling it has no effect
   */
  CompletableFuture<Void> ended();
}
