package dev.fermata.internal.net;

import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.net.ConnectOptions;
import dev.fermata.net.Connection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Looks a host up, where it is not known yet, and connects to it. */
public final class ConnectCoroutine extends SteppedCoroutine<Connection> {
  private static final int FOUND = 1;
  private static final int CONNECTED = 2;

  private final SocketAddress target;
  private final ConnectOptions options;
  private final List<StackTraceElement> origin = Channels.origin();

  /** Connects to an address, or to a host and port in an unresolved one. */
  public ConnectCoroutine(SocketAddress target, ConnectOptions options) {
    this.target = Objects.requireNonNull(target, "address");
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  protected String publicName() {
    return "connect";
  }

  @Override
  protected Object step(int point, Object value) {
    return switch (point) {
      case START -> begin();
      case FOUND -> race(interleaved((List<?>) value, ((InetSocketAddress) target).getPort()));
      default -> value;
    };
  }

  private Object begin() {
    // Says so at once when the loop has no channels.
    Channels.of(LoopEngine.running());
    return target instanceof InetSocketAddress inet && inet.isUnresolved()
        ? await(new Lookup(inet.getHostString()), FOUND)
        : race(List.of(target));
  }

  private Object race(List<SocketAddress> addresses) {
    Channels channels = Channels.of(LoopEngine.running());
    return await(new Race(channels, target, addresses, options, origin), CONNECTED);
  }

  /** The addresses of a host, by turns of one family and of the other, the first one's first. */
  static List<SocketAddress> interleaved(List<?> found, int port) {
    List<SocketAddress> first = new ArrayList<>();
    List<SocketAddress> second = new ArrayList<>();
    boolean firstIs6 = found.get(0) instanceof Inet6Address;
    for (Object address : found) {
      (address instanceof Inet6Address == firstIs6 ? first : second)
          .add(new InetSocketAddress((InetAddress) address, port));
    }
    List<SocketAddress> all = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      if (i < first.size()) {
        all.add(first.get(i));
      }
      if (i < second.size()) {
        all.add(second.get(i));
      }
    }
    return all;
  }
}
