package dev.fermata.net;

import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How to open a {@link DatagramEndpoint}. Each method gives a copy with one thing changed.
 *
 * <p>asyncio: {@code create_datagram_endpoint}.
 */
public final class DatagramOptions {
  private static final DatagramOptions DEFAULTS = new DatagramOptions(null, Map.of());

  private final SocketAddress remote;
  private final Map<SocketOption<?>, Object> socketOptions;

  private DatagramOptions(SocketAddress remote, Map<SocketOption<?>, Object> socketOptions) {
    this.remote = remote;
    this.socketOptions = socketOptions;
  }

  /**
   * The options that hold when none are given.
   *
   * <p>asyncio: none.
   *
   * @return options for an endpoint that is open to everybody
   */
  public static DatagramOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Connects the endpoint: it sends to this address only, receives from there only, and is told
   * when nobody receives there.
   *
   * <p>asyncio: {@code remote_addr}.
   *
   * @param address the address of the other side
   * @return the new options
   */
  public DatagramOptions remote(SocketAddress address) {
    return new DatagramOptions(Objects.requireNonNull(address, "address"), socketOptions);
  }

  /**
   * Sets an option of the socket.
   *
   * <p>asyncio: {@code allow_broadcast}, {@code reuse_port}.
   *
   * @param <T> the type of its value
   * @param option one of {@link java.net.StandardSocketOptions}, as SO_BROADCAST
   * @param value its value
   * @return the new options
   */
  public <T> DatagramOptions set(SocketOption<T> option, T value) {
    Map<SocketOption<?>, Object> more = new LinkedHashMap<>(socketOptions);
    more.put(option, value);
    return new DatagramOptions(remote, more);
  }

  /**
   * Where the endpoint is connected to.
   *
   * <p>asyncio: {@code remote_addr}.
   *
   * @return the address; null when it is open to everybody
   */
  public SocketAddress remote() {
    return remote;
  }

  /**
   * The options of the socket that have been set.
   *
   * <p>asyncio: {@code setsockopt}.
   *
   * @return the options with their values, in the order in which they were set
   */
  public Map<SocketOption<?>, Object> socketOptions() {
    return new LinkedHashMap<>(socketOptions);
  }
}
