package dev.fermata;

import static dev.fermata.Connected.anyPort;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.Connection;
import dev.fermata.net.ConnectionHandler;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import dev.fermata.net.StreamReader;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsException;
import dev.fermata.net.TlsException.Reason;
import dev.fermata.net.TlsOptions;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers and clients through TLS and sockets. */
@Timeout(60)
class TlsListenerTest {
  private final Connected ends = new Connected();
  private final List<Object> log = new ArrayList<>();
  private Listener listener;
  private Task<Void> serving;

  private int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private Coroutine<TlsConnection> connect() throws Exception {
    return Net.connectTls("localhost", port(), Keys.client());
  }

  /** Runs a body beside a listener; a server with a handler, when one is given. */
  private void listen(TlsOptions options, ConnectionHandler handler, Script.Step... body) {
    Fermata.run(
        Script.of(
            s -> s.await(Net.listenTls(anyPort(), options)),
            s -> {
              listener = (Listener) s.result();
              serving = handler == null ? null : createTask(listener.serve(handler));
              return s.await(Script.of(body));
            },
            s -> {
              listener.close();
              return serving == null ? null : s.await(serving);
            },
            s -> null),
        ends.loop);
  }

  /** Sends all back that arrives, until the end. */
  private static Coroutine<Void> echo(Connection connection) {
    return Script.of(
        s -> s.await(connection.read(50_000)),
        s -> {
          byte[] bytes = (byte[]) s.result();
          return bytes.length == 0 ? null : s.awaitThen(connection.write(bytes), 0);
        });
  }

  private Coroutine<Object> asking(byte[] bytes) {
    TlsConnection[] own = new TlsConnection[1];
    return Script.of(
        s -> s.await(connect()),
        s -> {
          own[0] = (TlsConnection) s.result();
          return s.await(
              gather(
                  (Coroutine<?>) own[0].write(bytes),
                  new StreamReader(own[0]).readExactly(bytes.length)));
        },
        s -> {
          assertArrayEquals(bytes, (byte[]) ((List<?>) s.result()).get(1));
          return s.await(own[0].closeAndWait(Duration.ofSeconds(30)));
        },
        s -> "answered");
  }

  @Test
  void aServerAnswersSeveralClients() {
    byte[] much = new byte[1_000_000];
    new java.util.Random(1).nextBytes(much);
    listen(
        Keys.server("ec"),
        connection -> {
          log.add(((TlsConnection) connection).session().getProtocol());
          return echo(connection);
        },
        s -> s.await(gather(asking(new byte[1]), asking(much), asking(new byte[16_384]))),
        s -> log.add(s.result()));
    assertEquals("TLSv1.3", log.get(0));
    assertEquals(List.of("answered", "answered", "answered"), log.get(3));
    assertEquals(List.of(), ends.reports);
  }

  @Test
  @DisplayName("io 16: a handshake that fails is reported, and the others go on")
  void failingHandshake() {
    listen(
        Keys.server("ec"),
        TlsListenerTest::echo,
        s -> s.await(Net.connect(listener.localAddress())),
        s -> {
          Connection plain = (Connection) s.result();
          log.add(plain);
          return s.await(plain.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        },
        s -> s.await(new StreamReader((Connection) log.get(0)).readAll(1_000)),
        s -> {
          ((Connection) log.get(0)).close();
          return s.await(asking(new byte[10]));
        },
        s -> null);
    assertEquals(1, ends.reports.size(), ends.reports::toString);
    assertTrue(
        ends.reports
            .get(0)
            .matches(
                "a handshake with /127.0.0.1:\\d+ has failed: dev.fermata.net.TlsException: the TLS"
                    + " handshake with /127.0.0.1:\\d+ failed: what the other side sends is not"
                    + " TLS: it begins with GET / HTTP/1.1...."),
        ends.reports::toString);
  }

  @Test
  @DisplayName("io 9: a client that is mute keeps nobody from being accepted or served")
  void muteClient() {
    listen(
        Keys.server("ec").handshakeLimit(Duration.ofMillis(300)),
        TlsListenerTest::echo,
        s -> s.await(Net.connect(listener.localAddress())),
        s -> {
          log.add(s.result());
          return s.await(asking(new byte[10]));
        },
        s -> s.await(((Connection) log.get(0)).read(10)),
        s -> {
          ((Connection) log.get(0)).close();
          return null;
        });
    assertEquals(1, ends.reports.size(), ends.reports::toString);
    assertTrue(
        ends.reports.get(0).contains("it is not over after 300.0 ms"), ends.reports::toString);
  }

  @Test
  @DisplayName("a connection that is accepted has its handshake with its first operation")
  void lateHandshake() {
    TlsConnection[] both = new TlsConnection[2];
    listen(
        Keys.server("ec"),
        null,
        s -> {
          log.add(createTask(connect()));
          return s.await(listener.accept());
        },
        s -> {
          both[1] = (TlsConnection) s.result();
          String message =
              assertThrows(IllegalStateException.class, () -> both[1].session()).getMessage();
          assertTrue(message.endsWith("is not over: await handshake() before"), message);
          // A reader and a writer at once, of which the first is cancelled in the handshake.
          Task<?> reader = createTask(both[1].read(1));
          log.add(createTask(both[1].write("hello".getBytes(StandardCharsets.UTF_8))));
          return s.await(
              Script.of(t -> t.await(yieldNow()), t -> t.await(yieldNow()), t -> reader.cancel()));
        },
        s -> s.await((Task<?>) log.get(0)),
        s -> {
          both[0] = (TlsConnection) s.result();
          return s.await(new StreamReader(both[0]).readExactly(5));
        },
        s -> {
          assertEquals("hello", new String((byte[]) s.result(), StandardCharsets.UTF_8));
          both[0].close();
          return s.await(both[1].read(1));
        },
        s -> {
          assertEquals(0, ((byte[]) s.result()).length);
          both[1].close();
          return null;
        });
    assertEquals(List.of(), ends.reports);
  }

  @Test
  void aServerOfAnotherNameIsNamedWithItsAddress() {
    listen(
        Keys.server("other"),
        TlsListenerTest::echo,
        s -> s.tryAwait(connect()),
        s -> {
          TlsException trouble = assertInstanceOf(TlsException.class, s.error());
          assertEquals(Reason.WRONG_NAME, trouble.reason());
          return log.add(trouble.getMessage());
        });
    assertTrue(
        log.get(0)
            .toString()
            .startsWith("the TLS handshake with localhost/127.0.0.1:" + port() + " failed: "),
        log::toString);
    assertEquals(1, ends.reports.size(), ends.reports::toString);
  }

  @Test
  void aConnectThatIsCancelledLeavesNothing() {
    Task<?>[] connecting = new Task<?>[1];
    listen(
        Keys.server("ec"),
        null,
        s -> {
          connecting[0] = createTask(connect());
          return s.await(listener.accept());
        },
        s -> {
          log.add(s.result());
          connecting[0].cancel();
          return s.tryAwait(((Connection) log.get(0)).read(1));
        },
        s -> {
          assertInstanceOf(java.io.IOException.class, s.error());
          assertTrue(connecting[0].isCancelled());
          assertFalse(((Connection) log.get(0)).isOpen());
          return null;
        });
    assertEquals(List.of(), ends.reports);
  }

  @Test
  void theWrongSideIsRefusedAtOnce() {
    assertThrows(
        IllegalArgumentException.class, () -> Net.listenTls(anyPort(), TlsOptions.client("x")));
    assertThrows(IllegalArgumentException.class, () -> Net.connectTls("x", 1, Keys.server("ec")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Keys.client().clientCertificate(TlsOptions.ClientCertificate.WANTED));
    assertThrows(IllegalArgumentException.class, () -> Keys.client().handshakeLimit(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> TlsOptions.client("."));
    assertEquals("::1", TlsOptions.client("[::1]").host());
    assertEquals("example.com", TlsOptions.client("example.com.").host());
  }
}
