package dev.fermata.net;

import java.net.SocketAddress;

/**
 * A stream through a socket. {@link Net#connect} and {@link Listener#accept} give these.
 *
 * <p>asyncio: {@code get_extra_info}.
 */
public interface Connection extends ByteStream {
  /**
   * The address of this side.
   *
   * <p>asyncio: {@code get_extra_info("sockname")}.
   *
   * @return the address; of a Unix socket without a name, an empty one
   */
  SocketAddress localAddress();

  /**
   * The address of the other side.
   *
   * <p>asyncio: {@code get_extra_info("peername")}.
   *
   * @return the address; of a Unix socket without a name, an empty one
   */
  SocketAddress remoteAddress();
}
