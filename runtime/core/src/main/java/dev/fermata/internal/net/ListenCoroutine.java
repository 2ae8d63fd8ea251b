package dev.fermata.internal.net;

import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LeafCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.core.Words;
import dev.fermata.net.ListenOptions;
import dev.fermata.net.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/** Opens a listener. */
public final class ListenCoroutine extends LeafCoroutine<Listener> {
  private final SocketAddress address;
  private final ListenOptions options;
  private final Layer layer;
  private final List<StackTraceElement> origin = Channels.origin();

  /**
   * @param layer what is put upon each connection; null for nothing
   */
  public ListenCoroutine(SocketAddress address, ListenOptions options, Layer layer) {
    this.layer = layer;
    this.address = Objects.requireNonNull(address, "address");
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  protected Object begin(Context context) throws IOException {
    Channels channels = Channels.of(TaskContext.of(context).engine);
    checkResolved(address);
    return SocketListener.open(channels, address, options, origin).under(layer);
  }

  static void checkResolved(SocketAddress address) throws UnknownHostException {
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new UnknownHostException(
          "cannot listen at " + Words.of(inet) + ": its name is not resolved");
    }
  }
}
