package dev.fermata.samples.benchmarks.sockets;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.net.ByteStream;
import dev.fermata.net.Net;
import dev.fermata.net.TlsOptions;
import dev.fermata.sync.AsyncEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The clients of one server: each sends a message, waits for all of it to come back, and again. */
final class Load {
  private final EchoServer server;
  private final byte[] message;
  private final AsyncEvent running = new AsyncEvent();
  private final AsyncEvent idle = new AsyncEvent();
  private final List<ByteStream> streams = new ArrayList<>();
  private final List<Task<Void>> clients = new ArrayList<>();
  private int busy;
  private long done;

  private Load(EchoServer server, Traffic traffic) {
    this.server = server;
    message = new byte[traffic.bytes()];
    Arrays.fill(message, (byte) 'x');
    message[message.length - 1] = '\n';
  }

  /**
   * Connects all clients.
   *
   * @param context what trusts the server; null without TLS
   */
  @Async
  static Coroutine<Load> connect(EchoServer server, Traffic traffic, SSLContext context)
      throws IOException {
    Load load = new Load(server, traffic);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    for (int i = 0; i < traffic.connections(); i++) {
      ByteStream stream = await(Net.connect(address));
      if (context != null) {
        TlsOptions options = TlsOptions.client("localhost").context(context);
        stream = await(Net.startTls(stream, options));
      }
      load.streams.add(stream);
      load.clients.add(createTask(load.talk(stream)));
    }
    return Coroutine.of(load);
  }

  @Async
  private Coroutine<Void> talk(ByteStream stream) throws IOException {
    ByteBuffer out = ByteBuffer.allocateDirect(message.length).put(message);
    ByteBuffer in = ByteBuffer.allocateDirect(message.length);
    while (true) {
      await(running.waitUntilSet());
      busy++;
      await(stream.write(out.flip()));
      in.clear();
      while (in.hasRemaining()) {
        if (await(stream.read(in)) < 0) {
          throw new IOException("the server has closed a connection");
        }
      }
      done++;
      busy--;
      if (busy == 0) {
        idle.set();
      }
    }
  }

  /** Talks for a while, and gives the server's CPU time for a message, in nanoseconds. */
  @Async
  Coroutine<Double> slice(Duration length) throws IOException {
    long cpuBefore = server.cpuNanos();
    long before = done;
    running.set();
    await(sleep(length));
    running.clear();
    while (busy > 0) {
      idle.clear();
      await(idle.waitUntilSet());
    }
    for (Task<Void> client : clients) {
      if (client.isDone()) {
        client.result();
      }
    }
    return Coroutine.of((double) (server.cpuNanos() - cpuBefore) / (done - before));
  }

  void close() {
    clients.forEach(Task::cancel);
    streams.forEach(ByteStream::close);
  }
}
