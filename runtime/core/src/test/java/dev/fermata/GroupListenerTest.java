package dev.fermata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.Connection;
import dev.fermata.net.GroupListener;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server in each loop of a group, with clients that block. */
@Timeout(60)
class GroupListenerTest {
  private final LoopGroup loops = LoopGroup.open(3);
  private final Map<String, Integer> served = new ConcurrentHashMap<>();
  private final List<Object> reports = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;

  GroupListenerTest() {
    for (int i = 0; i < loops.size(); i++) {
      loops
          .call(
              i,
              () -> {
                EventLoop.running()
                    .setExceptionHandler((loop, context) -> reports.add(context.get("message")));
                return Coroutine.done();
              })
          .join();
    }
  }

  @AfterEach
  void close() {
    loops.close();
    assertEquals(List.of(), reports);
  }

  private SocketAddress address(String kind) {
    return kind.equals("tcp")
        ? Connected.anyPort()
        : UnixDomainSocketAddress.of(folder.resolve("socket"));
  }

  /** Sends back what comes, and counts in which thread. */
  private Coroutine<Void> echo(Connection connection) {
    served.merge(Thread.currentThread().getName(), 1, Integer::sum);
    return Script.of(
        s -> s.await(connection.read(100)),
        s ->
            ((byte[]) s.result()).length == 0
                ? null
                : s.awaitThen(connection.write((byte[]) s.result()), 0));
  }

  private static SocketChannel connect(SocketAddress address) throws IOException {
    return SocketChannel.open(address);
  }

  private static String ask(SocketChannel client, String question) throws IOException {
    client.write(ByteBuffer.wrap(question.getBytes(UTF_8)));
    ByteBuffer answer = ByteBuffer.allocate(question.length());
    while (answer.hasRemaining() && client.read(answer) >= 0) {}
    return new String(answer.array(), 0, answer.position(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void allLoopsServeAndAConnectionStaysInItsLoop(String kind) throws Exception {
    GroupListener server = Net.serve(loops, address(kind), this::echo).join();
    int clients = 0;
    while (clients < 30 || served.size() < 3) {
      try (SocketChannel client = connect(server.localAddress())) {
        assertEquals("hello", ask(client, "hello"));
        assertEquals("again", ask(client, "again"));
      }
      clients++;
    }
    server.closeGracefully(Duration.ofSeconds(30)).join();
    server.ended().join();
    assertEquals(clients, served.values().stream().mapToInt(Integer::intValue).sum());
    assertThrows(IOException.class, () -> connect(server.localAddress()));
  }

  /** At a Unix socket the system shares nothing out. */
  @Test
  void connectionsOfASharedSocketAreTakenByTurns() throws Exception {
    GroupListener server = Net.serve(loops, address("unix"), this::echo).join();
    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      clients.add(connect(server.localAddress()));
    }
    for (SocketChannel client : clients) {
      assertEquals("hello", ask(client, "hello"));
      client.close();
    }
    server.closeGracefully(Duration.ofSeconds(30)).join();
    assertEquals(
        Map.of("fermata-loop-1", 3, "fermata-loop-2", 3, "fermata-loop-3", 3),
        new TreeMap<>(served));
    assertFalse(Files.exists(folder.resolve("socket")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void aGracefulCloseServesWhatHasArrivedAndEndsTheRest(String kind) throws Exception {
    GroupListener server = Net.serve(loops, address(kind), this::echo).join();
    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(connect(server.localAddress()));
    }
    CompletableFuture<Void> closed = server.closeGracefully(Duration.ofSeconds(30));
    for (SocketChannel client : clients) {
      assertEquals("hello", ask(client, "hello"));
    }
    assertFalse(closed.isDone());
    for (SocketChannel client : clients) {
      client.close();
    }
    closed.join();
    SocketChannel late = null;
    try {
      late = connect(server.localAddress());
    } catch (IOException refused) {
      // As it is to be.
    }
    assertEquals(null, late);
  }

  @Test
  void handlersThatDoNotEndAreCancelledAfterTheGrace() throws Exception {
    GroupListener server = Net.serve(loops, address("tcp"), this::echo).join();
    try (SocketChannel client = connect(server.localAddress())) {
      assertEquals("hello", ask(client, "hello"));
      server.closeGracefully(Duration.ZERO).join();
      assertEquals("", ask(client, "?"));
    }
    server.ended().join();
  }

  @Test
  void closeLetsConnectionsBe() throws Exception {
    GroupListener server = Net.serve(loops, address("tcp"), this::echo).join();
    try (SocketChannel client = connect(server.localAddress())) {
      assertEquals("hello", ask(client, "hello"));
      server.close();
      server.close();
      assertEquals("still here", ask(client, "still here"));
      assertFalse(server.ended().isDone());
    }
    server.ended().join();
  }

  @Test
  void stoppedLoopsCloseTheirServersAndEndTheHandlers() throws Exception {
    GroupListener server = Net.serve(loops, address("tcp"), this::echo).join();
    try (SocketChannel client = connect(server.localAddress())) {
      assertEquals("hello", ask(client, "hello"));
      loops.close();
      assertEquals("", ask(client, "?"));
    }
    server.ended().join();
    server.close();
    server.closeGracefully(Duration.ofSeconds(1)).join();
    assertThrows(IOException.class, () -> connect(server.localAddress()));
  }

  @Test
  void anAddressInUseIsRefused() {
    CompletableFuture<Listener> taken = loops.call(0, () -> Net.listen(Connected.anyPort()));
    SocketAddress address = taken.join().localAddress();
    Throwable error =
        assertThrows(CompletionException.class, () -> Net.serve(loops, address, this::echo).join())
            .getCause();
    assertInstanceOf(BindException.class, error);
    assertTrue(error.getMessage().contains(address.toString()), error::toString);
    loops
        .call(
            0,
            () -> {
              taken.join().close();
              return Coroutine.done();
            })
        .join();
    SocketAddress unresolved = InetSocketAddress.createUnresolved("localhost", 0);
    assertThrows(CompletionException.class, () -> Net.serve(loops, unresolved, this::echo).join());
  }

  @Test
  void oneLoopServesAsOneListenerDoes() throws Exception {
    try (LoopGroup one = LoopGroup.open(1)) {
      GroupListener server = Net.serve(one, address("tcp"), this::echo).join();
      try (SocketChannel client = connect(server.localAddress())) {
        assertEquals("hello", ask(client, "hello"));
      }
      server.closeGracefully(Duration.ofSeconds(30)).join();
    }
  }
}
