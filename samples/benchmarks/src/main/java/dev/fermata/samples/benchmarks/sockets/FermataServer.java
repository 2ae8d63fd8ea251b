package dev.fermata.samples.benchmarks.sockets;

import static dev.fermata.Fermata.await;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.LoopThread;
import dev.fermata.net.ByteStream;
import dev.fermata.net.Connection;
import dev.fermata.net.ConnectionHandler;
import dev.fermata.net.ListenOptions;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import dev.fermata.net.StreamReader;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Fermata's streams, on a loop in a thread. */
final class FermataServer extends ThreadServer {
  private final LoopThread thread;
  private final int port;
  private final CompletableFuture<Void> serving;

  FermataServer(String name, ConnectionHandler handler) {
    super(name::equals);
    thread = LoopThread.builder().name(name).start();
    Listener listener = thread.submit(FermataServer::listen).join();
    port = ((InetSocketAddress) listener.localAddress()).getPort();
    serving = thread.submit(() -> listener.serve(handler));
  }

  private static Coroutine<Listener> listen() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return Net.listen(anyPort, ListenOptions.defaults().backlog(4_096));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    serving.cancel(false);
    thread.close();
  }

  /** Reads into a buffer and writes out of it. */
  @Async
  static Coroutine<Void> buffers(ByteStream stream) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
    while (await(stream.read(buffer)) >= 0) {
      await(stream.write(buffer.flip()));
      buffer.clear();
    }
    return Coroutine.done();
  }

  /** Reads and writes arrays. */
  @Async
  static Coroutine<Void> arrays(ByteStream stream) throws IOException {
    StreamReader reader = new StreamReader(stream);
    byte[] bytes = await(reader.read(65_536));
    while (bytes.length > 0) {
      await(stream.write(bytes));
      bytes = await(reader.read(65_536));
    }
    return Coroutine.done();
  }

  /** Reads lines, and writes each back. */
  @Async
  static Coroutine<Void> lines(Connection connection) throws IOException {
    StreamReader reader = new StreamReader(connection);
    String line = await(reader.readLine());
    while (line != null) {
      await(connection.write((line + "\n").getBytes(StandardCharsets.UTF_8)));
      line = await(reader.readLine());
    }
    return Coroutine.done();
  }

  /** The same as {@link #buffers} by TLS. */
  static ConnectionHandler tls(TlsOptions options) {
    return connection -> tls(connection, options);
  }

  @Async
  private static Coroutine<Void> tls(Connection connection, TlsOptions options) throws IOException {
    try (TlsConnection stream = await(Net.startTls(connection, options))) {
      await(buffers(stream));
    }
    return Coroutine.done();
  }
}
