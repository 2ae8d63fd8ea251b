package dev.fermata.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.AsyncBody;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.net.ConnectOptions;
import dev.fermata.net.Connection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connecting to the first of several addresses. */
@Timeout(60)
class RaceTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private SocketAddress listening() throws IOException {
    ServerSocket socket = new ServerSocket(0, 5, HERE);
    opened.add(socket);
    return socket.getLocalSocketAddress();
  }

  private static SocketAddress refusing() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 5, HERE)) {
      return socket.getLocalSocketAddress();
    }
  }

  /** The system answers nobody at a socket with more connections than its queue has room for. */
  private SocketAddress silent() throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, HERE);
    opened.add(socket);
    for (int i = 0; i < 4; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(socket.getLocalSocketAddress());
      opened.add(channel);
    }
    return socket.getLocalSocketAddress();
  }

  private static SocketAddress connect(Duration delay, SocketAddress... addresses) {
    AsyncBody<Connection> race =
        () ->
            new Race(
                Channels.of(LoopEngine.running()),
                InetSocketAddress.createUnresolved("host", 1),
                List.of(addresses),
                ConnectOptions.defaults().attemptDelay(delay),
                null);
    EventLoop loop = EventLoop.create();
    loop.setExceptionHandler((where, context) -> {});
    return Fermata.run(Fermata.async(race), loop).remoteAddress();
  }

  @Test
  @DisplayName("io 17: an address that refuses is followed by the next one at once")
  void refused() throws IOException {
    SocketAddress good = listening();
    assertEquals(good, connect(Duration.ofDays(1), refusing(), refusing(), good));
  }

  @Test
  @DisplayName("io 17: an address that does not answer is followed by the next one after a while")
  void silence() throws IOException {
    assertEquals(Duration.ofMillis(250), ConnectOptions.defaults().attemptDelay());
    SocketAddress good = listening();
    assertEquals(good, connect(Duration.ofMillis(20), silent(), good));
  }

  @Test
  @DisplayName("io 17: the error holds each attempt")
  void failures() throws IOException {
    SocketAddress one = refusing();
    SocketAddress other = refusing();
    ConnectException error =
        assertThrows(ConnectException.class, () -> connect(Duration.ofDays(1), one, other));
    assertEquals(
        "cannot connect to host/<unresolved>:1: cannot connect to "
            + one
            + ": Connection refused; cannot connect to "
            + other
            + ": Connection refused",
        error.getMessage());
    assertEquals(2, error.getSuppressed().length);
    assertInstanceOf(ConnectException.class, error.getSuppressed()[0]);
  }

  @Test
  @DisplayName("io 17: addresses of both families take turns, beginning with the first one's")
  void interleaved() throws IOException {
    InetAddress six =
        InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    InetAddress four = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    InetAddress otherFour = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    InetAddress thirdFour = InetAddress.getByAddress(new byte[] {127, 0, 0, 3});
    List<SocketAddress> order =
        ConnectCoroutine.interleaved(List.of(four, otherFour, thirdFour, six), 80);
    assertEquals(
        List.of("127.0.0.1", "0:0:0:0:0:0:0:1", "127.0.0.2", "127.0.0.3"),
        order.stream()
            .map(address -> ((InetSocketAddress) address).getAddress().getHostAddress())
            .toList());
  }

  @Test
  void attemptsThatLoseOrAreCancelledAreGivenUp() throws IOException {
    SocketAddress silent = silent();
    List<Object> left = new ArrayList<>();
    EventLoop loop = EventLoop.create();
    loop.setExceptionHandler((where, context) -> left.add(context.get("message")));
    AsyncBody<Connection> race =
        () ->
            new Race(
                Channels.of(LoopEngine.running()),
                silent,
                List.of(silent, silent),
                ConnectOptions.defaults().attemptDelay(Duration.ZERO),
                null);
    assertThrows(
        dev.fermata.TimeoutException.class,
        () -> Fermata.run(Fermata.waitFor(Fermata.async(race), Duration.ofMillis(30)), loop));
    assertTrue(left.isEmpty(), left::toString);
  }
}
