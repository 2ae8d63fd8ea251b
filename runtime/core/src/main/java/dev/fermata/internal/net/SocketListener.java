package dev.fermata.internal.net;

import dev.fermata.Coroutine;
import dev.fermata.TaskGroup;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Words;
import dev.fermata.net.Connection;
import dev.fermata.net.ConnectionHandler;
import dev.fermata.net.ListenOptions;
import dev.fermata.net.Listener;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A listening socket of the JDK. */
final class SocketListener implements Listener, Channels.Owner {
  final Channels channels;
  private final ServerSocketChannel channel;

  /** What connections are taken from: the channel. */
  private final Source source;

  final Watch watch;
  private final SocketAddress local;
  private final Set<HandlingCoroutine> handlers = new LinkedHashSet<>();

  /** Who takes the connections of a socket that several loops share, by turns; null for this. */
  private Round round;

  /** What serves connections; null where nothing does. */
  private ServingCoroutine serving;

  /** What other loops have accepted before anything serves here. */
  private final List<Connection> early = new ArrayList<>();

  /** What is put upon each connection; null for nothing. */
  private Layer layer;

  private boolean closed;

  /** Where connections come from. */
  interface Source {
    SocketChannel accept() throws IOException;
  }

  /** Whether the last attempt to accept has failed, and been reported. */
  private boolean failing;

  SocketListener(
      Channels channels, ServerSocketChannel channel, Source source, List<StackTraceElement> origin)
      throws IOException {
    this.channels = channels;
    this.channel = channel;
    this.source = source;
    this.local = channel.getLocalAddress();
    this.watch = channels.watch(channel, local);
    watch.belongTo(this);
    channels.opened(watch, origin);
  }

  /** Opens a listener; its channel is closed again when that fails. */
  static SocketListener open(
      Channels channels,
      SocketAddress address,
      ListenOptions options,
      List<StackTraceElement> origin)
      throws IOException {
    ServerSocketChannel channel = open(address);
    boolean opened = false;
    try {
      channel.configureBlocking(false);
      Sockets.set(channel, options.socketOptions());
      channel.bind(address, options.backlog());
      SocketListener listener = of(channels, channel, origin);
      opened = true;
      return listener;
    } catch (IOException e) {
      throw Troubles.of("cannot listen at " + Words.of(address), e);
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private static SocketListener of(
      Channels channels, ServerSocketChannel channel, List<StackTraceElement> origin)
      throws IOException {
    return new SocketListener(channels, channel, channel::accept, origin);
  }

  /** Has a layer put upon each connection. */
  SocketListener under(Layer given) {
    layer = given;
    return this;
  }

  Layer layer() {
    return layer;
  }

  /** Another loop's listener at the same socket. */
  SocketListener share(Channels others) throws IOException {
    return of(others, channel, null).under(layer);
  }

  /** Has the connections of a socket that several loops share taken by turns. */
  void takeTurns(Round among) {
    round = among;
  }

  private static ServerSocketChannel open(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        : ServerSocketChannel.open();
  }

  @Override
  public SocketAddress localAddress() {
    return local;
  }

  // ---------------------------------------------------------------- accepting

  @Override
  public Coroutine<Connection> accept() {
    return new AcceptCoroutine(this, Channels.origin());
  }

  @Override
  public Coroutine<Void> serve(ConnectionHandler handler) {
    Objects.requireNonNull(handler, "handler");
    return TaskGroup.open(group -> new ServingCoroutine(this, handler, group));
  }

  /** The next connection that has arrived and is this loop's; null when there is none. */
  Connection tryAccept(List<StackTraceElement> origin) throws IOException {
    while (true) {
      SocketChannel accepted = source.accept();
      if (accepted == null) {
        return null;
      }
      if (round != null && round.handOn(accepted, this)) {
        continue;
      }
      Connection connection = connect(accepted, origin);
      if (connection != null) {
        return connection;
      }
    }
  }

  /** A connection in this loop; null when it has gone again. */
  private Connection connect(SocketChannel accepted, List<StackTraceElement> origin) {
    try {
      return connectionOf(accepted, origin);
    } catch (IOException e) {
      // There may be others.
      channels.close(accepted);
      return null;
    }
  }

  /** Serves a connection that another loop has accepted. */
  void adopt(SocketChannel accepted) {
    Connection connection = connect(accepted, null);
    if (connection == null) {
      return;
    }
    if (serving == null && isOpen()) {
      early.add(connection);
    } else if (serving == null || !serving.tryServe(connection)) {
      connection.close();
    }
  }

  private Connection connectionOf(SocketChannel accepted, List<StackTraceElement> origin)
      throws IOException {
    accepted.configureBlocking(false);
    boolean isUnix = local instanceof UnixDomainSocketAddress;
    if (!isUnix) {
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    Watch own = channels.watch(accepted, isUnix ? local : accepted.getRemoteAddress());
    channels.opened(own, origin);
    SocketConnection plain = new SocketConnection(channels, accepted, own);
    return layer == null ? plain : layer.over(plain);
  }

  void noteAccepted() {
    failing = false;
  }

  /** Accepting has failed: told once, however often it does so in a row. */
  void noteFailed(IOException error) {
    if (!failing) {
      failing = true;
      channels.engine.failures.report(
          Failures.context(
              "no connections can be accepted at "
                  + Words.of(local)
                  + " now; trying again and again",
              error));
    }
  }

  void checkOpen() throws IOException {
    if (!isOpen()) {
      throw closed();
    }
  }

  private IOException closed() {
    return Troubles.closed("cannot accept at " + Words.of(local), "listener");
  }

  // ---------------------------------------------------------------- serving

  void servedBy(ServingCoroutine server) {
    serving = server;
    early.forEach(server::tryServe);
    early.clear();
  }

  /** Has what has arrived served, for the system resets it when the socket is closed. */
  void drain() {
    round = null;
    try {
      while (serving != null && isOpen()) {
        Connection connection = tryAccept(null);
        if (connection == null || !serving.tryServe(connection)) {
          return;
        }
      }
    } catch (IOException e) {
      // It is to be closed in any case.
    }
  }

  void began(HandlingCoroutine handler) {
    handlers.add(handler);
  }

  void ended(HandlingCoroutine handler) {
    handlers.remove(handler);
  }

  List<HandlingCoroutine> handlers() {
    return new ArrayList<>(handlers);
  }

  // ---------------------------------------------------------------- the end

  boolean isOpen() {
    return !closed && channel.isOpen();
  }

  @Override
  public void close() {
    channels.engine.checkThread();
    if (closed) {
      return;
    }
    closed = true;
    early.forEach(Connection::close);
    closeFile();
    // Until its descriptor is given back, the system goes on to take connections.
    channels.closeAtOnce(channel);
    watch.end(this::closed);
  }

  private void closeFile() {
    if (local instanceof UnixDomainSocketAddress unix) {
      try {
        Files.deleteIfExists(unix.getPath());
      } catch (IOException e) {
        channels.engine.failures.report(
            Failures.context("the file of a socket could not be removed: " + Words.of(unix), e));
      }
    }
  }

  @Override
  public Coroutine<Void> closeGracefully(Duration grace) {
    return new GracefulCloseCoroutine(this, grace);
  }

  @Override
  public String leftOpen() {
    if (!isOpen()) {
      return null;
    }
    closeFile();
    return "a listener at " + Words.of(local);
  }

  @Override
  public String toString() {
    return "Listener[" + Words.of(local) + (isOpen() ? "]" : ", closed]");
  }
}
