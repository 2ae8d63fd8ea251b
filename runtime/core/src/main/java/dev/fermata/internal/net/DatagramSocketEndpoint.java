package dev.fermata.internal.net;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Words;
import dev.fermata.internal.wait.Turns;
import dev.fermata.net.Datagram;
import dev.fermata.net.DatagramEndpoint;
import dev.fermata.net.DatagramOptions;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.Objects;

/** A socket of the JDK for datagrams. The loop's buffer is larger than any of them. */
final class DatagramSocketEndpoint implements DatagramEndpoint, Channels.Owner {
  /** The most bytes after the headers of IPv4 and of UDP; and of IPv6, whose own does not count. */
  private static final int MOST_IN_4 = 65_507;

  private static final int MOST_IN_6 = 65_527;

  private final Channels channels;
  private final DatagramChannel channel;
  private final Watch watch;
  private final SocketAddress local;
  private final SocketAddress remote;
  final Turns senders = new Turns();
  private boolean receiving;

  private DatagramSocketEndpoint(
      Channels channels, DatagramChannel channel, SocketAddress remote, Watch watch)
      throws IOException {
    this.channels = channels;
    this.channel = channel;
    this.local = channel.getLocalAddress();
    this.remote = remote;
    this.watch = watch;
    watch.belongTo(this);
  }

  /** Opens a socket; it is closed again when that fails. */
  static DatagramSocketEndpoint open(
      Channels channels,
      SocketAddress local,
      DatagramOptions options,
      List<StackTraceElement> origin)
      throws IOException {
    DatagramChannel channel = open(local);
    boolean opened = false;
    try {
      channel.configureBlocking(false);
      Sockets.set(channel, options.socketOptions());
      channel.bind(local);
      if (options.remote() != null) {
        channel.connect(options.remote());
      }
      Watch watch = channels.watch(channel, channel.getLocalAddress());
      channels.opened(watch, origin);
      opened = true;
      return new DatagramSocketEndpoint(channels, channel, options.remote(), watch);
    } catch (UnsupportedAddressTypeException e) {
      throw new IOException(
          "there are no datagrams at " + Words.of(local) + ", only at addresses of the net", e);
    } catch (IOException e) {
      throw Troubles.of("cannot receive datagrams at " + Words.of(local), e);
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private static DatagramChannel open(SocketAddress local) throws IOException {
    boolean is4 =
        local instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet4Address;
    return is4 ? DatagramChannel.open(StandardProtocolFamily.INET) : DatagramChannel.open();
  }

  @Override
  public SocketAddress localAddress() {
    return local;
  }

  void enter(LoopEngine running) {
    if (running != channels.engine) {
      throw new IllegalStateException(this + " belongs to another event loop");
    }
  }

  LoopEngine engine() {
    return channels.engine;
  }

  // ---------------------------------------------------------------- receiving

  @Override
  public Coroutine<Datagram> receive() {
    return new ReceiveCoroutine(this);
  }

  void beginReceive() {
    if (receiving) {
      throw new IllegalStateException("another task receives at " + Words.of(local));
    }
    receiving = true;
  }

  void endReceive() {
    receiving = false;
  }

  /** The next datagram; null when none has arrived. */
  Datagram tryReceive() throws IOException {
    ByteBuffer shared = channels.shared().clear();
    SocketAddress from;
    try {
      from = channel.receive(shared);
    } catch (ClosedChannelException e) {
      throw closed();
    } catch (PortUnreachableException e) {
      throw unreachable(remote, e);
    } catch (IOException e) {
      throw Troubles.of("cannot receive at " + Words.of(local), e);
    }
    if (from == null) {
      return null;
    }
    byte[] bytes = new byte[shared.flip().remaining()];
    shared.get(bytes);
    return new Datagram(from, bytes);
  }

  Future<?> inputReady() throws IOException {
    return watch.await(SelectionKey.OP_READ);
  }

  // ---------------------------------------------------------------- sending

  @Override
  public Coroutine<Void> send(ByteBuffer bytes, SocketAddress to) {
    return new SendCoroutine(this, bytes, Objects.requireNonNull(to, "to"));
  }

  /** Sends a datagram; false when the system has no room for it now. */
  boolean trySend(ByteBuffer bytes, SocketAddress to) throws IOException {
    if (!channel.isOpen()) {
      throw closed();
    }
    if (remote != null && !remote.equals(to)) {
      throw new IOException(
          "cannot send to " + Words.of(to) + ": the endpoint is connected to " + Words.of(remote));
    }
    DatagramsCoroutine.checkResolved(to, "send to ");
    checkSize(bytes.remaining(), to);
    ByteBuffer shared = channels.shared().clear();
    shared.put(bytes.duplicate()).flip();
    boolean isEmpty = !shared.hasRemaining();
    try {
      int sent = channel.send(shared, to);
      // Of an empty datagram nobody can tell whether it has gone; as the net may lose it, too.
      if (sent > 0 || isEmpty) {
        bytes.position(bytes.limit());
        return true;
      }
      return false;
    } catch (ClosedChannelException e) {
      throw closed();
    } catch (PortUnreachableException e) {
      throw unreachable(to, e);
    } catch (UnsupportedAddressTypeException e) {
      throw new IOException(
          "cannot send to " + Words.of(to) + " from " + Words.of(local) + ": it is of another kind",
          e);
    } catch (IOException e) {
      throw Troubles.of(
          "cannot send a datagram of " + bytes.remaining() + " bytes to " + Words.of(to), e);
    }
  }

  private static void checkSize(int size, SocketAddress to) throws IOException {
    boolean is4 = to instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet4Address;
    int most = is4 ? MOST_IN_4 : MOST_IN_6;
    if (size > most) {
      throw new IOException(
          "cannot send a datagram of "
              + size
              + " bytes to "
              + Words.of(to)
              + ": the limit is "
              + most
              + " bytes");
    }
  }

  Future<?> outputReady() throws IOException {
    return watch.await(SelectionKey.OP_WRITE);
  }

  private static IOException unreachable(SocketAddress to, PortUnreachableException cause) {
    PortUnreachableException told =
        new PortUnreachableException("nobody receives datagrams at " + Words.of(to));
    told.initCause(cause);
    return told;
  }

  // ---------------------------------------------------------------- the end

  private IOException closed() {
    return Troubles.closed("cannot send or receive datagrams at " + Words.of(local), "endpoint");
  }

  void checkOpen() throws IOException {
    if (!channel.isOpen()) {
      throw closed();
    }
  }

  @Override
  public void close() {
    channels.engine.checkThread();
    if (channel.isOpen()) {
      channels.close(channel);
      watch.end(this::closed);
    }
  }

  @Override
  public String leftOpen() {
    return channel.isOpen() ? "a datagram endpoint at " + Words.of(local) : null;
  }

  @Override
  public String toString() {
    return "DatagramEndpoint[" + Words.of(local) + (channel.isOpen() ? "]" : ", closed]");
  }
}
