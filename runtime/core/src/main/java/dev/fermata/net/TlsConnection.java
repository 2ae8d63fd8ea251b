package dev.fermata.net;

import dev.fermata.Coroutine;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSession;

/**
 * A stream through TLS. {@link Net#connectTls} and {@link Net#startTls} give these, and the
 * listeners of {@link Net#listenTls}.
 *
 * <p>It keeps the rules of other streams, with these differences. An input that ends without the
 * farewell of TLS is an error, unless {@link TlsOptions#allowTruncation allowed}. {@link #close}
 * sends the farewell and does not wait for that of the other side. Under TLS 1.2 an end of the
 * other side's output ends this one's, too; under TLS 1.3 each direction ends separately. A write
 * that is cancelled breaks the output as soon as any of it is enciphered.
 *
 * <p>asyncio: {@code get_extra_info("ssl_object")}.
 */
public interface TlsConnection extends Connection {
  /**
   * Ends the handshake, where it is not over yet. Reads and writes do this by themselves; it serves
   * to look at the session before. Only connections that {@link Listener#accept} gives have their
   * handshake still before them.
   *
   * <p>asyncio: {@code SSLObject.do_handshake}.
   *
   * @return a coroutine that ends when the handshake is over. When its task is cancelled, the next
   *     operation goes on with the handshake
   * @throws IOException thrown by the coroutine: {@link TlsException} when the handshake fails,
   *     which closes this
   */
  Coroutine<Void> handshake() throws IOException;

  /**
   * What has been agreed on: protocol, cipher, certificates.
   *
   * <p>asyncio: {@code get_extra_info("cipher")}.
   *
   * @return the session of the JDK
   * @throws IllegalStateException when the handshake is not over
   */
  SSLSession session();

  /**
   * The protocol that has been agreed on to be spoken through this (ALPN).
   *
   * <p>asyncio: {@code SSLObject.selected_alpn_protocol}.
   *
   * @return its name, {@code h2} for example; null when none has been
   * @throws IllegalStateException when the handshake is not over
   */
  String applicationProtocol();

  /**
   * The certificates of the other side.
   *
   * <p>asyncio: {@code get_extra_info("peercert")}.
   *
   * @return its own one, and then those that vouch for it; none when it has shown none
   * @throws IllegalStateException when the handshake is not over
   */
  List<X509Certificate> peerCertificates();
}
