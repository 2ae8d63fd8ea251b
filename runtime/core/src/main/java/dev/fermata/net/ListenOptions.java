package dev.fermata.net;

import java.net.SocketOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to listen. Each method gives a copy with one thing changed.
 *
 * <p>asyncio: {@code start_server}.
 */
public final class ListenOptions {
  private static final ListenOptions DEFAULTS = new ListenOptions(0, Map.of());

  private final int backlog;
  private final Map<SocketOption<?>, Object> socketOptions;

  private ListenOptions(int backlog, Map<SocketOption<?>, Object> socketOptions) {
    this.backlog = backlog;
    this.socketOptions = socketOptions;
  }

  /**
   * The options that hold when none are given.
   *
   * <p>asyncio: none.
   *
   * @return options with a backlog of the JDK's choice
   */
  public static ListenOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets how many connections may wait to be accepted.
   *
   * <p>asyncio: {@code backlog}.
   *
   * @param connections the number; 0 for one of the JDK's choice
   * @return the new options
   */
  public ListenOptions backlog(int connections) {
    if (connections < 0) {
      throw new IllegalArgumentException("the backlog is negative: " + connections);
    }
    return new ListenOptions(connections, socketOptions);
  }

  /**
   * Sets an option of the listening socket.
   *
   * <p>asyncio: {@code reuse_address}, {@code reuse_port}.
   *
   * @param <T> the type of its value
   * @param option one of {@link java.net.StandardSocketOptions}, for example
   * @param value its value
   * @return the new options
   */
  public <T> ListenOptions set(SocketOption<T> option, T value) {
    Map<SocketOption<?>, Object> more = new LinkedHashMap<>(socketOptions);
    more.put(option, value);
    return new ListenOptions(backlog, more);
  }

  /**
   * How many connections may wait to be accepted.
   *
   * <p>asyncio: {@code backlog}.
   *
   * @return the number; 0 for one of the JDK's choice
   */
  public int backlog() {
    return backlog;
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
