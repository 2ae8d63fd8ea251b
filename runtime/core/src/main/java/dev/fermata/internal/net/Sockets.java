package dev.fermata.internal.net;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.Map;

/** What sockets have in common. */
final class Sockets {
  private Sockets() {}

  /** Sets options, each of which has a value of its own type. */
  static void set(NetworkChannel channel, Map<SocketOption<?>, Object> options) throws IOException {
    for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
      set(channel, option.getKey(), option.getValue());
    }
  }

  @SuppressWarnings("unchecked") // ConnectOptions.set and ListenOptions.set take no other value
  private static <T> void set(NetworkChannel channel, SocketOption<T> option, Object value)
      throws IOException {
    channel.setOption(option, (T) value);
  }
}
