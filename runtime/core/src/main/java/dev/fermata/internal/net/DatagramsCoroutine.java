package dev.fermata.internal.net;

import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LeafCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.core.Words;
import dev.fermata.net.DatagramEndpoint;
import dev.fermata.net.DatagramOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/** Opens a socket for datagrams. */
public final class DatagramsCoroutine extends LeafCoroutine<DatagramEndpoint> {
  private final SocketAddress local;
  private final DatagramOptions options;
  private final List<StackTraceElement> origin = Channels.origin();

  public DatagramsCoroutine(SocketAddress local, DatagramOptions options) {
    this.local = Objects.requireNonNull(local, "local");
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  protected Object begin(Context context) throws IOException {
    Channels channels = Channels.of(TaskContext.of(context).engine);
    checkResolved(local, "receive at ");
    if (options.remote() != null) {
      checkResolved(options.remote(), "send to ");
    }
    return DatagramSocketEndpoint.open(channels, local, options, origin);
  }

  /** The JDK would throw an unchecked exception. */
  static void checkResolved(SocketAddress address, String tried) throws UnknownHostException {
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new UnknownHostException(
          "cannot " + tried + Words.of(inet) + ": its name is not resolved; Net.resolve does that");
    }
  }
}
