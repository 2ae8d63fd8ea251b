package dev.fermata.net;

import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to connect. Each method gives a copy with one thing changed.
 *
 * <p>asyncio: {@code open_connection}.
 */
public final class ConnectOptions {
  private static final ConnectOptions DEFAULTS =
      new ConnectOptions(null, Duration.ofMillis(250), Map.of());

  private final SocketAddress local;
  private final Duration delay;
  private final Map<SocketOption<?>, Object> socketOptions;

  private ConnectOptions(
      SocketAddress local, Duration delay, Map<SocketOption<?>, Object> socketOptions) {
    this.local = local;
    this.delay = delay;
    this.socketOptions = socketOptions;
  }

  /**
   * The options that hold when none are given.
   *
   * <p>asyncio: {@code happy_eyeballs_delay=0.25}.
   *
   * @return options with an address of the system's choice, attempts 250 ms apart, and no delay of
   *     small packets
   */
  public static ConnectOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets the address that connections come from.
   *
   * <p>asyncio: {@code local_addr}.
   *
   * @param address the address; null for one of the system's choice
   * @return the new options
   */
  public ConnectOptions localAddress(SocketAddress address) {
    return new ConnectOptions(address, delay, socketOptions);
  }

  /**
   * Sets how long to wait for one address of a host before the next one is tried as well.
   *
   * <p>asyncio: {@code happy_eyeballs_delay}.
   *
   * @param pause the time, not negative
   * @return the new options
   */
  public ConnectOptions attemptDelay(Duration pause) {
    if (pause.isNegative()) {
      throw new IllegalArgumentException("the delay between attempts is negative: " + pause);
    }
    return new ConnectOptions(local, pause, socketOptions);
  }

  /**
   * Sets an option of the socket.
   *
   * <p>asyncio: {@code socket.setsockopt}.
   *
   * @param <T> the type of its value
   * @param option one of {@link java.net.StandardSocketOptions}, for example
   * @param value its value
   * @return the new options
   */
  public <T> ConnectOptions set(SocketOption<T> option, T value) {
    Map<SocketOption<?>, Object> more = new LinkedHashMap<>(socketOptions);
    more.put(option, value);
    return new ConnectOptions(local, delay, more);
  }

  /**
   * Where connections come from.
   *
   * <p>asyncio: {@code local_addr}.
   *
   * @return the address; null for one of the system's choice
   */
  public SocketAddress localAddress() {
    return local;
  }

  /**
   * How far apart attempts are.
   *
   * <p>asyncio: {@code happy_eyeballs_delay}.
   *
   * @return the time
   */
  public Duration attemptDelay() {
    return delay;
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
