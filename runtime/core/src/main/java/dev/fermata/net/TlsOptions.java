package dev.fermata.net;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * How to speak TLS, and as which side. Each method gives a copy with one thing changed.
 *
 * <p>asyncio: {@code ssl}.
 */
public final class TlsOptions {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String host;
  private SSLContext context;
  private List<String> applicationProtocols = List.of();
  private List<String> protocols = List.of();
  private ClientCertificate clientCertificate = ClientCertificate.NONE;
  private boolean checkHostName = true;
  private Duration handshakeLimit = LIMIT;
  private boolean allowTruncation;

  /**
   * What a server wants of its clients.
   *
   * <p>asyncio: {@code SSLContext.verify_mode}.
   */
  public enum ClientCertificate {
    /** It asks for no certificate. */
    NONE,

    /** It asks for one, and goes on without. */
    WANTED,

    /** It refuses clients without one. */
    NEEDED
  }

  private TlsOptions(String host) {
    this.host = host;
  }

  private TlsOptions(TlsOptions like) {
    host = like.host;
    context = like.context;
    applicationProtocols = like.applicationProtocols;
    protocols = like.protocols;
    clientCertificate = like.clientCertificate;
    checkHostName = like.checkHostName;
    handshakeLimit = like.handshakeLimit;
    allowTruncation = like.allowTruncation;
  }

  /**
   * The client's side. It asks for this host by name (SNI), and checks that the server's
   * certificate is for it and that somebody has issued it who is trusted by the JDK.
   *
   * <p>asyncio: {@code ssl=True}, {@code server_hostname}.
   *
   * @param host the name or the address that the certificate must be for
   * @return the options
   */
  public static TlsOptions client(String host) {
    String name = host;
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    } else if (name.startsWith("[") && name.endsWith("]")) {
      name = name.substring(1, name.length() - 1);
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("no certificate is for a host without a name: " + host);
    }
    return new TlsOptions(name);
  }

  /**
   * The server's side. Its key manager chooses among several certificates by the name that the
   * client asks for, as the one of the JDK does.
   *
   * <p>asyncio: {@code ssl=context}.
   *
   * @param context has the server's keys
   * @return the options
   */
  public static TlsOptions server(SSLContext context) {
    return new TlsOptions((String) null).context(context);
  }

  /**
   * Sets what has the keys and knows who is trusted.
   *
   * <p>asyncio: {@code ssl=context}.
   *
   * @param keysAndTrust the context
   * @return the new options
   */
  public TlsOptions context(SSLContext keysAndTrust) {
    TlsOptions copy = new TlsOptions(this);
    copy.context = Objects.requireNonNull(keysAndTrust, "context");
    return copy;
  }

  /**
   * Sets the protocols that may be spoken through TLS (ALPN). The server chooses.
   *
   * <p>asyncio: {@code SSLContext.set_alpn_protocols}.
   *
   * @param names {@code h2} and {@code http/1.1}, for example, the preferred one first
   * @return the new options
   */
  public TlsOptions applicationProtocols(String... names) {
    TlsOptions copy = new TlsOptions(this);
    copy.applicationProtocols = List.of(names);
    return copy;
  }

  /**
   * Sets the versions of TLS.
   *
   * <p>asyncio: {@code SSLContext.minimum_version}.
   *
   * @param names {@code TLSv1.3}, for example
   * @return the new options
   */
  public TlsOptions protocols(String... names) {
    TlsOptions copy = new TlsOptions(this);
    copy.protocols = List.of(names);
    return copy;
  }

  /**
   * Sets whether a server asks for certificates of its clients.
   *
   * <p>asyncio: {@code SSLContext.verify_mode}.
   *
   * @param demand what it asks for
   * @return the new options
   */
  public TlsOptions clientCertificate(ClientCertificate demand) {
    if (isClient()) {
      throw new IllegalArgumentException("only a server asks for the certificates of clients");
    }
    TlsOptions copy = new TlsOptions(this);
    copy.clientCertificate = Objects.requireNonNull(demand, "demand");
    return copy;
  }

  /**
   * Sets whether a client checks that the certificate is for the host. Without that anybody with a
   * certificate of his own can pose as the server.
   *
   * <p>asyncio: {@code SSLContext.check_hostname}.
   *
   * @param check whether it does
   * @return the new options
   */
  public TlsOptions checkHostName(boolean check) {
    TlsOptions copy = new TlsOptions(this);
    copy.checkHostName = check;
    return copy;
  }

  /**
   * Sets how long a handshake may take.
   *
   * <p>asyncio: {@code ssl_handshake_timeout}.
   *
   * @param limit the time, more than zero
   * @return the new options
   */
  public TlsOptions handshakeLimit(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a handshake cannot be over within " + limit);
    }
    TlsOptions copy = new TlsOptions(this);
    copy.handshakeLimit = limit;
    return copy;
  }

  /**
   * Sets whether an input that ends without the farewell of TLS counts as an ordinary end. Then
   * somebody who cuts the connection goes unnoticed, unless the protocol above tells its end.
   *
   * <p>asyncio: {@code SSLContext.options}; {@code OP_IGNORE_UNEXPECTED_EOF}.
   *
   * @param allow whether it does
   * @return the new options
   */
  public TlsOptions allowTruncation(boolean allow) {
    TlsOptions copy = new TlsOptions(this);
    copy.allowTruncation = allow;
    return copy;
  }

  /**
   * Whether this is the client's side.
   *
   * <p>asyncio: {@code SSLObject.server_side}.
   *
   * @return false for the server's
   */
  public boolean isClient() {
    return host != null;
  }

  /**
   * The host that a client asks for.
   *
   * <p>asyncio: {@code server_hostname}.
   *
   * @return its name or address; null for a server
   */
  public String host() {
    return host;
  }

  /**
   * What has the keys and knows who is trusted.
   *
   * <p>asyncio: {@code ssl}.
   *
   * @return the context; null for the JDK's default
   */
  public SSLContext context() {
    return context;
  }

  /**
   * The protocols that may be spoken through TLS.
   *
   * <p>asyncio: {@code SSLContext.set_alpn_protocols}.
   *
   * @return their names; none when there is nothing to agree on
   */
  public List<String> applicationProtocols() {
    return applicationProtocols;
  }

  /**
   * The versions of TLS.
   *
   * <p>asyncio: {@code SSLContext.minimum_version}.
   *
   * @return their names; none for those of the context
   */
  public List<String> protocols() {
    return protocols;
  }

  /**
   * What a server wants of its clients.
   *
   * <p>asyncio: {@code SSLContext.verify_mode}.
   *
   * @return what it asks for
   */
  public ClientCertificate clientCertificate() {
    return clientCertificate;
  }

  /**
   * Whether a client checks that the certificate is for the host.
   *
   * <p>asyncio: {@code SSLContext.check_hostname}.
   *
   * @return true unless it is switched off
   */
  public boolean checkHostName() {
    return checkHostName;
  }

  /**
   * How long a handshake may take.
   *
   * <p>asyncio: {@code ssl_handshake_timeout}.
   *
   * @return the time; 60 seconds unless set
   */
  public Duration handshakeLimit() {
    return handshakeLimit;
  }

  /**
   * Whether an input that ends without the farewell of TLS counts as an ordinary end.
   *
   * <p>asyncio: {@code SSLContext.options}; {@code OP_IGNORE_UNEXPECTED_EOF}.
   *
   * @return false unless it is allowed
   */
  public boolean allowTruncation() {
    return allowTruncation;
  }
}
