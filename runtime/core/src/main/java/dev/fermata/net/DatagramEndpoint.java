package dev.fermata.net;

import dev.fermata.Coroutine;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A socket that sends and receives datagrams. {@link Net#datagrams} opens it; it belongs to one
 * loop and its thread. A datagram is sent and received whole or not at all; whether one arrives,
 * and when, the net decides.
 *
 * <p>asyncio: {@code DatagramTransport}.
 */
public interface DatagramEndpoint extends AutoCloseable {
  /**
   * Sends a datagram. Several tasks may send; the system gets the datagrams in the order of the
   * calls.
   *
   * <p>asyncio: {@code DatagramTransport.sendto}.
   *
   * @param bytes what to send, up to its limit; not to be touched until the coroutine has ended
   * @param to the address; that of the other side when this is connected
   * @return a coroutine that ends when the system has taken the datagram. When its task is
   *     cancelled before, nothing is sent
   * @throws IOException thrown by the coroutine: when the datagram is too large, the system refuses
   *     it, or this is closed; {@link java.net.PortUnreachableException} when this is connected and
   *     nobody receives there
   */
  Coroutine<Void> send(ByteBuffer bytes, SocketAddress to) throws IOException;

  /**
   * Sends a datagram, as {@link #send(ByteBuffer, SocketAddress)} does.
   *
   * <p>asyncio: {@code DatagramTransport.sendto}.
   *
   * @param bytes what to send; not to be changed until the coroutine has ended
   * @param to the address; that of the other side when this is connected
   * @return a coroutine that ends when the system has taken the datagram. For cancelling see the
   *     other method
   * @throws IOException thrown by the coroutine: as by the other method
   */
  default Coroutine<Void> send(byte[] bytes, SocketAddress to) throws IOException {
    return send(ByteBuffer.wrap(bytes), to);
  }

  /**
   * Takes the next datagram, as soon as there is one. None is ever cut. One task at a time
   * receives.
   *
   * <p>asyncio: {@code DatagramProtocol.datagram_received}, {@code error_received}.
   *
   * @return a coroutine that gives the datagram. Cancelling its task loses none. It throws {@link
   *     IllegalStateException} when another task receives
   * @throws IOException thrown by the coroutine: when this is closed; {@link
   *     java.net.PortUnreachableException} when this is connected and nobody receives what it has
   *     sent
   */
  Coroutine<Datagram> receive() throws IOException;

  /**
   * Where it receives; with the port that was chosen when 0 was asked for.
   *
   * <p>asyncio: {@code get_extra_info}.
   *
   * @return the address
   */
  SocketAddress localAddress();

  /**
   * Ends the sending and receiving. Tasks that do so get an {@link IOException}. A second call has
   * no effect.
   *
   * <p>asyncio: {@code DatagramTransport.close}.
   */
  @Override
  void close();
}
