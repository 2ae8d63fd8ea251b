package dev.fermata.net;

import java.net.SocketAddress;

/**
 * A datagram that has arrived.
 *
 * <p>asyncio: {@code DatagramProtocol.datagram_received}.
 *
 * @param address who has sent it
 * @param bytes all of its bytes, maybe none
 */
public record Datagram(SocketAddress address, byte[] bytes) {
  @Override
  public String toString() {
    return "Datagram[" + bytes.length + " bytes from " + address + "]";
  }
}
