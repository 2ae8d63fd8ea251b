package dev.fermata.net;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.LoopGroup;
import dev.fermata.internal.net.ConnectCoroutine;
import dev.fermata.internal.net.DatagramsCoroutine;
import dev.fermata.internal.net.ListenCoroutine;
import dev.fermata.internal.net.Lookup;
import dev.fermata.internal.net.MemoryStream;
import dev.fermata.internal.net.ReadinessCoroutine;
import dev.fermata.internal.net.ServeOnEachCoroutine;
import dev.fermata.internal.net.tls.ConnectTls;
import dev.fermata.internal.net.tls.StartTls;
import dev.fermata.internal.net.tls.TlsLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Clients and servers of the running loop.
 *
 * <p>All of it belongs to the loop in which it is first used, and to that loop's thread. Virtual
 * loops have no sockets.
 *
 * <p>asyncio: {@code open_connection}, {@code start_server}.
 */
public final class Net {
  private Net() {}

  // ---------------------------------------------------------------- clients and servers

  /**
   * Connects to a host, as {@link #connect(String, int, ConnectOptions)} does with {@link
   * ConnectOptions#defaults}.
   *
   * <p>asyncio: {@code open_connection}.
   *
   * @param host a name or an address
   * @param port the port
   * @return a coroutine that gives the connection. Cancelling its task gives all attempts up
   * @throws IOException thrown by the coroutine: when the host is unknown, or no address answers
   */
  public static Coroutine<Connection> connect(String host, int port) throws IOException {
    return connect(host, port, ConnectOptions.defaults());
  }

  /**
   * Connects to a host. When it has several addresses, they are tried by turns of IPv6 and IPv4,
   * the next one when the last has failed or has not answered for 250 ms; the first that answers
   * wins.
   *
   * <p>asyncio: {@code open_connection}, {@code happy_eyeballs_delay}.
   *
   * @param host a name or an address
   * @param port the port
   * @param options how to connect
   * @return a coroutine that gives the connection. Cancelling its task gives all attempts up
   * @throws IOException thrown by the coroutine: {@link java.net.UnknownHostException}; or {@link
   *     java.net.ConnectException} with the failure of each attempt, when no address answers
   */
  public static Coroutine<Connection> connect(String host, int port, ConnectOptions options)
      throws IOException {
    return connect(InetSocketAddress.createUnresolved(host, port), options);
  }

  /**
   * Connects to an address, as {@link #connect(SocketAddress, ConnectOptions)} does with {@link
   * ConnectOptions#defaults}.
   *
   * <p>asyncio: {@code open_connection}.
   *
   * @param address the address
   * @return a coroutine that gives the connection. Cancelling its task gives the attempt up
   * @throws IOException thrown by the coroutine: when the address does not answer
   */
  public static Coroutine<Connection> connect(SocketAddress address) throws IOException {
    return connect(address, ConnectOptions.defaults());
  }

  /**
   * Connects to an address.
   *
   * <p>asyncio: {@code open_connection}, {@code open_unix_connection}.
   *
   * @param address of the net, or a {@link java.net.UnixDomainSocketAddress}; the name in an
   *     unresolved one is looked up
   * @param options how to connect
   * @return a coroutine that gives the connection. Cancelling its task gives the attempt up
   * @throws IOException thrown by the coroutine: when the address does not answer
   */
  public static Coroutine<Connection> connect(SocketAddress address, ConnectOptions options)
      throws IOException {
    return new ConnectCoroutine(address, options);
  }

  /**
   * Listens at an address, as {@link #listen(SocketAddress, ListenOptions)} does with {@link
   * ListenOptions#defaults}.
   *
   * <p>asyncio: {@code start_server}.
   *
   * @param address the address; port 0 for one that is free
   * @return a coroutine that gives the listener; it does not suspend, and cannot be cancelled
   * @throws IOException thrown by the coroutine: when it is in use, for example
   */
  public static Coroutine<Listener> listen(SocketAddress address) throws IOException {
    return listen(address, ListenOptions.defaults());
  }

  /**
   * Listens at an address.
   *
   * <p>asyncio: {@code start_server}, {@code start_unix_server}.
   *
   * @param address of the net, with port 0 for one that is free; or a {@link
   *     java.net.UnixDomainSocketAddress}, whose file must not exist, and is removed on close
   * @param options how to listen
   * @return a coroutine that gives the listener; it does not suspend, and cannot be cancelled
   * @throws IOException thrown by the coroutine: when it is in use, for example
   */
  public static Coroutine<Listener> listen(SocketAddress address, ListenOptions options)
      throws IOException {
    return new ListenCoroutine(address, options, null);
  }

  // ---------------------------------------------------------------- TLS

  /**
   * Connects to a host through TLS, as {@link #connectTls(String, int, TlsOptions, ConnectOptions)}
   * does with {@link TlsOptions#client} of that host.
   *
   * <p>asyncio: {@code open_connection(ssl=True)}.
   *
   * @param host a name or an address, which the server's certificate must be for
   * @param port the port
   * @return a coroutine that gives the connection, when the handshake is over. Cancelling its task
   *     closes everything
   * @throws IOException thrown by the coroutine: as {@link #connect(String, int)}; {@link
   *     TlsException} when the handshake fails
   */
  public static Coroutine<TlsConnection> connectTls(String host, int port) throws IOException {
    return connectTls(host, port, TlsOptions.client(host));
  }

  /**
   * Connects to a host through TLS, as {@link #connectTls(String, int, TlsOptions, ConnectOptions)}
   * does with {@link ConnectOptions#defaults}.
   *
   * <p>asyncio: {@code open_connection(ssl=context)}.
   *
   * @param host a name or an address
   * @param port the port
   * @param tls how to speak TLS, as the client
   * @return a coroutine that gives the connection, when the handshake is over. Cancelling its task
   *     closes everything
   * @throws IOException thrown by the coroutine: as {@link #connect(String, int)}; {@link
   *     TlsException} when the handshake fails
   */
  public static Coroutine<TlsConnection> connectTls(String host, int port, TlsOptions tls)
      throws IOException {
    return connectTls(host, port, tls, ConnectOptions.defaults());
  }

  /**
   * Connects to a host through TLS.
   *
   * <p>asyncio: {@code open_connection(ssl=context, server_hostname=name)}.
   *
   * @param host a name or an address; the server's certificate must be for that of {@code tls}
   * @param port the port
   * @param tls how to speak TLS, as the client
   * @param options how to connect
   * @return a coroutine that gives the connection, when the handshake is over. Cancelling its task
   *     closes everything
   * @throws IOException thrown by the coroutine: as {@link #connect(String, int)}; {@link
   *     TlsException} when the handshake fails
   */
  public static Coroutine<TlsConnection> connectTls(
      String host, int port, TlsOptions tls, ConnectOptions options) throws IOException {
    return new ConnectTls(host, port, tls, options);
  }

  /**
   * Listens at an address through TLS, as {@link #listenTls(SocketAddress, TlsOptions,
   * ListenOptions)} does with {@link ListenOptions#defaults}.
   *
   * <p>asyncio: {@code start_server(ssl=context)}.
   *
   * @param address the address; port 0 for one that is free
   * @param tls how to speak TLS, as the server
   * @return a coroutine that gives the listener; it does not suspend, and cannot be cancelled
   * @throws IOException thrown by the coroutine: when it is in use, for example
   */
  public static Coroutine<Listener> listenTls(SocketAddress address, TlsOptions tls)
      throws IOException {
    return listenTls(address, tls, ListenOptions.defaults());
  }

  /**
   * Listens at an address through TLS. Its connections are {@link TlsConnection}s. {@link
   * Listener#serve} calls a handler when the handshake is over; one that fails is reported to the
   * loop's exception handler. {@link Listener#accept} does not wait for the handshake, which the
   * first operation does then, or {@link TlsConnection#handshake}.
   *
   * <p>asyncio: {@code start_server(ssl=context)}.
   *
   * @param address as for {@link #listen(SocketAddress, ListenOptions)}
   * @param tls how to speak TLS, as the server
   * @param options how to listen
   * @return a coroutine that gives the listener; it does not suspend, and cannot be cancelled
   * @throws IOException thrown by the coroutine: when it is in use, for example
   */
  public static Coroutine<Listener> listenTls(
      SocketAddress address, TlsOptions tls, ListenOptions options) throws IOException {
    return new ListenCoroutine(address, options, new TlsLayer(tls));
  }

  /**
   * Goes on with TLS on a stream that is open already, such as one end of {@link #streamPair}, or a
   * connection on which both sides have agreed to do so. From now on the stream belongs to the
   * result, which closes it too.
   *
   * <p>asyncio: {@code loop.start_tls}, {@code StreamWriter.start_tls}.
   *
   * @param stream what carries the records; nobody may read or write it any more, and a {@link
   *     StreamReader} upon it must have nothing left
   * @param tls how to speak TLS, and as which side
   * @return a coroutine that gives the new stream, when the handshake is over. Cancelling its task
   *     closes the old one. It throws {@link IllegalStateException} when another task reads from
   *     that
   * @throws IOException thrown by the coroutine: {@link TlsException} when the handshake fails,
   *     which closes the stream
   */
  public static Coroutine<TlsConnection> startTls(ByteStream stream, TlsOptions tls)
      throws IOException {
    return new StartTls(stream, tls);
  }

  // ---------------------------------------------------------------- names, and pairs in memory

  /**
   * Opens a socket for datagrams, as {@link #datagrams(SocketAddress, DatagramOptions)} does with
   * {@link DatagramOptions#defaults}.
   *
   * <p>asyncio: {@code create_datagram_endpoint}.
   *
   * @param local where to receive; with port 0 for one that is free
   * @return a coroutine that gives the endpoint; it does not suspend, and cannot be cancelled
   * @throws IOException thrown by the coroutine: when the address is in use, for example
   */
  public static Coroutine<DatagramEndpoint> datagrams(SocketAddress local) throws IOException {
    return datagrams(local, DatagramOptions.defaults());
  }

  /**
   * Opens a socket for datagrams.
   *
   * <p>asyncio: {@code create_datagram_endpoint}.
   *
   * @param local where to receive; with port 0 for one that is free
   * @param options how to open it
   * @return a coroutine that gives the endpoint; it does not suspend, and cannot be cancelled
   * @throws IOException thrown by the coroutine: when the address is in use, for example
   */
  public static Coroutine<DatagramEndpoint> datagrams(SocketAddress local, DatagramOptions options)
      throws IOException {
    return new DatagramsCoroutine(local, options);
  }

  /**
   * Serves an address in each loop of a group, as {@link #serve(LoopGroup, SocketAddress,
   * ListenOptions, ConnectionHandler)} does with {@link ListenOptions#defaults}.
   *
   * <p>asyncio: {@code start_server}; in each of several processes, with {@code reuse_port}.
   *
   * @param group the loops
   * @param address the address; port 0 for one that is free
   * @param handler what serves a connection; called on the loop's thread to which that belongs
   * @return completed when all loops listen; with an {@link IOException} when the address is in
   *     use, for example
   */
  public static CompletableFuture<GroupListener> serve(
      LoopGroup group, SocketAddress address, ConnectionHandler handler) {
    return serve(group, address, ListenOptions.defaults(), handler);
  }

  /**
   * Serves an address in each loop of a group, each connection in a task of its own, as {@link
   * Listener#serve} does in one loop. A connection stays in its loop. Under Linux the system shares
   * connections to a port out among the loops, by a socket for each of them; elsewhere, and at Unix
   * sockets, they share one socket and take its connections by turns. May be called from any
   * thread.
   *
   * <p>asyncio: {@code start_server}; in each of several processes, with {@code reuse_port}.
   *
   * @param group the loops
   * @param address of the net, with port 0 for one that is free; or a {@link
   *     java.net.UnixDomainSocketAddress}, whose file must not exist, and is removed on close
   * @param options how to listen
   * @param handler what serves a connection; called on the loop's thread to which that belongs
   * @return completed when all loops listen; with an {@link IOException} when the address is in
   *     use, for example
   */
  public static CompletableFuture<GroupListener> serve(
      LoopGroup group, SocketAddress address, ListenOptions options, ConnectionHandler handler) {
    List<EventLoop> loops = IntStream.range(0, group.size()).mapToObj(group::loop).toList();
    ServeOnEachCoroutine serving = new ServeOnEachCoroutine(loops, address, options, handler);
    return group.call(0, () -> serving);
  }

  /**
   * Looks up the addresses of a host, in a daemon thread that is for this only.
   *
   * <p>asyncio: {@code loop.getaddrinfo}.
   *
   * @param host a name or an address
   * @return a coroutine that gives the addresses, at least one. Cancelling its task ends the wait
   *     only
   * @throws IOException thrown by the coroutine: {@link java.net.UnknownHostException}
   */
  public static Coroutine<List<InetAddress>> resolve(String host) throws IOException {
    return new Lookup(host);
  }

  /**
   * Makes two streams in memory, of which each reads what is written to the other. They take the
   * place of sockets in tests, also on a virtual loop.
   *
   * <p>asyncio: {@code socket.socketpair}.
   *
   * @param capacity how many bytes each direction holds before a write has to wait
   * @return the two ends
   */
  public static StreamPair streamPair(int capacity) {
    return MemoryStream.pair(capacity);
  }

  // ---------------------------------------------------------------- other people's channels

  /**
   * Waits until something can be read from a channel, or a connection be accepted.
   *
   * <p>asyncio: {@code loop.add_reader}.
   *
   * @param channel a channel that does not block; it stays registered with the loop until it is
   *     closed
   * @return a coroutine that ends as soon as the channel is ready. Cancelling its task withdraws it
   *     at once. It throws {@link IllegalArgumentException} when the channel is blocking, {@link
   *     IllegalStateException} when another task waits for the same
   * @throws IOException thrown by the coroutine: when the channel is closed, also meanwhile
   */
  public static Coroutine<Void> readable(SelectableChannel channel) throws IOException {
    return new ReadinessCoroutine(channel, true);
  }

  /**
   * Waits until something can be written to a channel, or its connection is there or has failed.
   *
   * <p>asyncio: {@code loop.add_writer}.
   *
   * @param channel a channel that does not block; it stays registered with the loop until it is
   *     closed
   * @return a coroutine that ends as soon as the channel is ready. Cancelling its task withdraws it
   *     at once. It throws {@link IllegalArgumentException} when the channel is blocking, {@link
   *     IllegalStateException} when another task waits for the same
   * @throws IOException thrown by the coroutine: when the channel is closed, also meanwhile
   */
  public static Coroutine<Void> writable(SelectableChannel channel) throws IOException {
    return new ReadinessCoroutine(channel, false);
  }
}
