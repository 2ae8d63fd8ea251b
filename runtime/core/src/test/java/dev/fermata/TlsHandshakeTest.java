package dev.fermata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.TlsException;
import dev.fermata.net.TlsException.Reason;
import dev.fermata.net.TlsOptions;
import dev.fermata.net.TlsOptions.ClientCertificate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two sides of TLS agree on, and what they refuse. */
@Timeout(60)
class TlsHandshakeTest {
  private static final String PEER = "the other end of a pair in memory";

  private final TlsEnds ends = new TlsEnds();

  private static void assertReason(Reason reason, String part, Throwable error) {
    TlsException trouble = assertInstanceOf(TlsException.class, error);
    assertEquals(reason, trouble.reason(), trouble::toString);
    assertTrue(trouble.getMessage().contains(part), trouble::getMessage);
    assertTrue(trouble.getMessage().contains(PEER), trouble::getMessage);
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, ec", "TLSv1.3, rsa", "TLSv1.2, ec", "TLSv1.2, rsa"})
  void bothSidesAgree(String protocol, String keys) {
    ends.serverOptions = Keys.server(keys);
    ends.clientOptions = Keys.client().protocols(protocol);
    ends.run(
        s -> s.await(ends.client.write("hello".getBytes(StandardCharsets.UTF_8))),
        s -> s.await(ends.server.read(100)),
        s -> {
          assertEquals("hello", new String((byte[]) s.result(), StandardCharsets.UTF_8));
          assertEquals(protocol, ends.server.session().getProtocol());
          assertEquals(protocol, ends.client.session().getProtocol());
          assertEquals(
              "CN=localhost",
              ends.client.peerCertificates().get(0).getSubjectX500Principal().getName());
          assertEquals(List.of(), ends.server.peerCertificates());
          assertNull(ends.client.applicationProtocol());
          assertNull(ends.client.remoteAddress());
          assertNull(ends.client.localAddress());
          return null;
        });
    assertEquals(List.of(), ends.reports);
  }

  @Test
  void anApplicationProtocolIsAgreedOn() {
    ends.serverOptions = ends.serverOptions.applicationProtocols("h2", "http/1.1");
    ends.clientOptions = ends.clientOptions.applicationProtocols("http/1.1", "h2");
    ends.run(
        s -> {
          assertEquals("h2", ends.client.applicationProtocol());
          assertEquals("h2", ends.server.applicationProtocol());
          return null;
        });
  }

  @Test
  void withoutACommonApplicationProtocolBothSidesFail() {
    ends.serverOptions = ends.serverOptions.applicationProtocols("h2");
    ends.clientOptions = ends.clientOptions.applicationProtocols("spdy");
    ends.fail();
    assertReason(Reason.NOTHING_IN_COMMON, "nothing in common", ends.serverError);
    assertReason(Reason.REFUSED, "no_application_protocol", ends.clientError);
  }

  @Test
  void withoutACommonVersionBothSidesFail() {
    ends.serverOptions = ends.serverOptions.protocols("TLSv1.3");
    ends.clientOptions = ends.clientOptions.protocols("TLSv1.2");
    ends.fail();
    assertReason(Reason.NOTHING_IN_COMMON, "nothing in common", ends.serverError);
    assertReason(Reason.REFUSED, "protocol_version", ends.clientError);
  }

  @ParameterizedTest
  @CsvSource({"one.example", "two.example"})
  void theServerChoosesItsCertificateByTheNameThatTheClientAsksFor(String name) {
    ends.serverOptions = Keys.server("names");
    ends.clientOptions = TlsOptions.client(name).context(Keys.context(""));
    ends.run(
        s -> {
          assertEquals(
              "CN=" + name,
              ends.client.peerCertificates().get(0).getSubjectX500Principal().getName());
          return null;
        });
  }

  // ---------------------------------------------------------------- wrong certificates

  @Test
  @DisplayName("io 9: a certificate for another host is refused, and the message names both")
  void wrongName() {
    ends.serverOptions = Keys.server("other");
    ends.fail();
    assertReason(Reason.WRONG_NAME, "is not for localhost", ends.clientError);
    assertTrue(
        ends.clientError
            .getMessage()
            .startsWith("the TLS handshake with localhost at " + PEER + " failed: "),
        ends.clientError::getMessage);
    assertReason(Reason.REFUSED, "certificate_unknown", ends.serverError);
    assertTrue(ends.clientError.getCause() instanceof javax.net.ssl.SSLHandshakeException);
  }

  @Test
  @DisplayName("io 9: the check of the host's name can be switched off, and then only that")
  void nameNotChecked() {
    ends.serverOptions = Keys.server("other");
    ends.clientOptions = ends.clientOptions.checkHostName(false);
    ends.run(s -> null);
    TlsEnds strangers = new TlsEnds();
    strangers.serverOptions = Keys.server("stranger");
    strangers.clientOptions = ends.clientOptions;
    strangers.fail();
    assertReason(Reason.UNKNOWN_ISSUER, "nobody who is trusted", strangers.clientError);
  }

  @Test
  void anExpiredCertificateIsRefused() {
    ends.serverOptions = Keys.server("expired");
    ends.fail();
    assertReason(Reason.EXPIRED, "has expired", ends.clientError);
    assertReason(Reason.REFUSED, "certificate_", ends.serverError);
  }

  @Test
  void anUnknownIssuerIsRefused() {
    ends.serverOptions = Keys.server("stranger");
    ends.fail();
    assertReason(Reason.UNKNOWN_ISSUER, "TlsOptions.context", ends.clientError);
  }

  @Test
  void theJdksOwnContextTrustsNobodyOfTheTests() {
    ends.clientOptions = TlsOptions.client("localhost");
    ends.fail();
    assertReason(Reason.UNKNOWN_ISSUER, "nobody who is trusted", ends.clientError);
  }

  // ---------------------------------------------------------------- certificates of clients

  @ParameterizedTest
  @CsvSource({"TLSv1.3, WANTED", "TLSv1.3, NEEDED", "TLSv1.2, WANTED", "TLSv1.2, NEEDED"})
  void aClientShowsItsCertificate(String protocol, ClientCertificate demand) {
    ends.serverOptions = ends.serverOptions.clientCertificate(demand).protocols(protocol);
    ends.clientOptions = ends.clientOptions.context(Keys.context("client"));
    ends.run(
        s -> {
          assertEquals(
              "CN=a client",
              ends.server.peerCertificates().get(0).getSubjectX500Principal().getName());
          return null;
        });
  }

  @Test
  void aClientWithoutACertificateIsLetInWhereOneIsWantedOnly() {
    ends.serverOptions = ends.serverOptions.clientCertificate(ClientCertificate.WANTED);
    ends.run(s -> s.await(ends.client.write(new byte[1])), s -> null);
    assertEquals(List.of(), ends.server.peerCertificates());
  }

  @Test
  void aClientWithoutANeededCertificateIsRefusedUnder12() {
    ends.serverOptions =
        ends.serverOptions.clientCertificate(ClientCertificate.NEEDED).protocols("TLSv1.2");
    ends.fail();
    assertReason(Reason.BAD_CERTIFICATE, "missing or wrong", ends.serverError);
    assertReason(Reason.REFUSED, "the other side refuses", ends.clientError);
  }

  @Test
  @DisplayName("under 1.3 a client learns only when it reads that its certificate is refused")
  void refusedLater() {
    ends.serverOptions = ends.serverOptions.clientCertificate(ClientCertificate.NEEDED);
    ends.pair();
    Throwable[] errors = new Throwable[2];
    Fermata.run(
        Script.of(
            s -> {
              Task<?> server = Fermata.createTask(ends.startServer());
              return s.await(
                  Fermata.gatherSettled(
                      server,
                      Script.of(
                          t -> t.await(ends.startClient()),
                          t -> t.await(((dev.fermata.net.TlsConnection) t.result()).read(1)))));
            },
            s -> {
              List<?> both = (List<?>) s.result();
              errors[0] = ((Settled<?>) both.get(0)).exception();
              errors[1] = ((Settled<?>) both.get(1)).exception();
              return null;
            }),
        ends.loop);
    assertReason(Reason.BAD_CERTIFICATE, "missing or wrong", errors[0]);
    assertReason(Reason.REFUSED, "certificate", errors[1]);
  }
}
