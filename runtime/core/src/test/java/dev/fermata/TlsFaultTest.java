package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.StreamReader;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsException;
import dev.fermata.net.TlsException.Reason;
import dev.fermata.net.TlsOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with others that are mute, odd, gone, or in a hurry. */
@Timeout(60)
class TlsFaultTest {
  private final TlsEnds ends = new TlsEnds();
  private final List<Object> log = new ArrayList<>();
  private Task<?> client;
  private Task<?> server;

  private static Coroutine<Void> passes(int count) {
    int[] left = {count};
    return Script.of(s -> left[0]-- > 0 ? s.awaitThen(yieldNow(), 0) : null);
  }

  // ---------------------------------------------------------------- the handshake's limit

  @Test
  @DisplayName("io 9: a handshake with a mute peer ends after 60 seconds, and closes the stream")
  void mutePeer() {
    ends.pair();
    Fermata.run(
        Script.of(
            s -> s.tryAwait(ends.startClient()),
            s -> {
              TlsException trouble = assertInstanceOf(TlsException.class, s.error());
              log.add(trouble.reason());
              log.add(trouble.getMessage());
              return null;
            }),
        ends.loop);
    assertEquals(
        List.of(
            Reason.TIMED_OUT,
            "the TLS handshake with localhost at the other end of a pair in memory failed: it is"
                + " not over after 60 s"),
        log);
    assertEquals(60_000_000_000L, ends.loop.time());
    assertFalse(ends.clientPlain.isOpen());
  }

  @Test
  @DisplayName("io 9: the limit can be set")
  void limit() {
    ends.pair();
    ends.serverOptions = ends.serverOptions.handshakeLimit(Duration.ofMillis(1_500));
    Fermata.run(
        Script.of(s -> s.tryAwait(ends.startServer()), s -> log.add(s.error().getMessage())),
        ends.loop);
    assertTrue(log.get(0).toString().endsWith("it is not over after 1500.0 ms"), log::toString);
  }

  /** Trusts everybody, and notes who asks. */
  private static final class Trusting extends X509ExtendedTrustManager {
    final Set<String> threads = new ConcurrentSkipListSet<>();

    private void note() {
      threads.add(Thread.currentThread().getName().replaceAll("\\d+", "N"));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      note();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      note();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      note();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      note();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      note();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      note();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  @DisplayName("io 9, io 19: what the engine delegates runs in threads of its own")
  void delegated() throws GeneralSecurityException {
    Trusting trusting = new Trusting();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trusting}, null);
    ends.clientOptions = TlsOptions.client("localhost").context(context);
    ends.run(s -> null);
    assertEquals(Set.of("fermata-tls-N"), trusting.threads);
  }

  // ---------------------------------------------------------------- not TLS

  @Test
  void aPeerThatSpeaksAnotherProtocolIsToldByItsFirstBytes() {
    ends.pair();
    Fermata.run(
        Script.of(
            s ->
                s.await(
                    ends.serverPlain.write(
                        "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.UTF_8))),
            s -> s.tryAwait(ends.startClient()),
            s -> {
              log.add(((TlsException) s.error()).reason());
              return log.add(s.error().getMessage().replaceAll(".*failed: ", ""));
            }),
        ends.loop);
    assertEquals(
        List.of(
            Reason.NOT_TLS,
            "what the other side sends is not TLS: it begins with HTTP/1.1 400 Bad Request"),
        log);
  }

  @Test
  void aStreamThatIsReadByAnotherTaskIsRefused() {
    ends.pair();
    Fermata.run(
        Script.of(
            s -> {
              client = createTask(ends.clientPlain.read(1));
              return s.await(yieldNow());
            },
            s -> s.tryAwait(ends.startClient()),
            s -> {
              log.add(s.error().getMessage());
              return client.cancel();
            }),
        ends.loop);
    assertEquals(List.of("another task reads from the other end of a pair in memory"), log);
  }

  // ---------------------------------------------------------------- at each pass of the handshake

  /** Begins a handshake, does something after so many passes, and tells both outcomes. */
  private List<Throwable> disturbed(int passes, Runnable disturbance) {
    ends.pair();
    List<Throwable> errors = new ArrayList<>();
    Fermata.run(
        Script.of(
            s -> {
              client = createTask(ends.startClient());
              server = createTask(ends.startServer());
              return s.await(passes(passes));
            },
            s -> {
              disturbance.run();
              return s.await(
                  gatherSettled(Script.of(t -> t.await(client)), Script.of(t -> t.await(server))));
            },
            s -> {
              for (Object each : (List<?>) s.result()) {
                Settled<?> outcome = (Settled<?>) each;
                errors.add(outcome.exception());
                if (outcome.exception() == null) {
                  ((TlsConnection) outcome.value()).close();
                }
              }
              return null;
            }),
        ends.loop);
    return errors;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20})
  @DisplayName(
      "io 5, io 9: a handshake that is cancelled at any pass closes its stream, at both ends")
  void cancelled(int passes) {
    List<Throwable> errors = disturbed(passes, () -> client.cancel());
    if (client.isCancelled()) {
      assertFalse(ends.clientPlain.isOpen());
      assertTrue(errors.get(1) == null || errors.get(1) instanceof IOException, errors::toString);
    } else {
      assertNull(errors.get(0));
    }
    assertTrue(ends.loop.time() < 60_000_000_000L, "it had to wait for the limit");
    assertEquals(List.of(), ends.reports);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20})
  @DisplayName("io 10: a peer that closes at any pass of the handshake is an error at once")
  void gone(int passes) {
    List<Throwable> errors = disturbed(passes, () -> ends.serverPlain.close());
    for (Throwable error : errors) {
      assertTrue(error == null || error instanceof IOException, errors::toString);
    }
    assertTrue(ends.loop.time() < 60_000_000_000L, "it had to wait for the limit");
    assertEquals(List.of(), ends.reports);
  }

  // ---------------------------------------------------------------- odd records

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  @DisplayName("io 10: odd records in any place are an error, and keep nobody busy")
  void oddRecords(long seed) {
    Random dice = new Random(seed);
    int[] left = {dice.nextInt(4_000)};
    UnaryOperator<byte[]> bend =
        bytes -> {
          left[0] -= bytes.length;
          if (left[0] < 0 && bytes.length > 0) {
            bytes[dice.nextInt(bytes.length)] ^= (byte) (1 << dice.nextInt(8));
            left[0] = 500;
          }
          return bytes;
        };
    ends.pair();
    ends.clientOptions =
        ends.clientOptions
            .protocols(seed % 2 == 0 ? "TLSv1.2" : "TLSv1.3")
            .handshakeLimit(Duration.ofSeconds(5));
    ends.serverOptions = ends.serverOptions.handshakeLimit(Duration.ofSeconds(5));
    if (seed % 4 < 2) {
      ends.clientPlain = new Bent(ends.clientPlain, 1_000, bend);
    } else {
      ends.serverPlain = new Bent(ends.serverPlain, 1_000, bend);
    }
    Fermata.run(
        Script.of(
            s -> s.await(gatherSettled(talking(ends.startClient()), talking(ends.startServer()))),
            s -> {
              for (Object each : (List<?>) s.result()) {
                log.add(((Settled<?>) each).exception());
              }
              return log.add(EventLoop.running().iteration());
            }),
        ends.loop);
    assertTrue(log.get(0) != null || log.get(1) != null, "nobody has noticed");
    for (Object error : log.subList(0, 2)) {
      assertTrue(
          error == null || error instanceof IOException || error instanceof TimeoutException,
          log::toString);
    }
    assertTrue((Long) log.get(2) < 3_000, () -> "passes: " + log.get(2));
    assertEquals(List.of(), ends.reports);
  }

  /** Writes and reads some, within a limit, and closes. */
  private static Coroutine<Object> talking(Coroutine<TlsConnection> start) {
    TlsConnection[] own = new TlsConnection[1];
    return Script.of(
        s -> s.await(start),
        s -> {
          own[0] = (TlsConnection) s.result();
          return s.tryAwait(
              Fermata.waitFor(
                  Fermata.gather(
                      (Coroutine<?>) own[0].write(new byte[5_000]),
                      new StreamReader(own[0]).readExactly(5_000)),
                  Duration.ofSeconds(20)));
        },
        s -> {
          own[0].close();
          return s.error() == null ? s.await(sleep(Duration.ofSeconds(3))) : s.rethrow();
        },
        s -> null);
  }
}
