package dev.fermata.internal.net.tls;

import dev.fermata.net.TlsOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Makes the JDK's engines. */
final class Engines {
  /** An address in digits, which is no name to ask for. */
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.%]*:.*");

  /** Whether one has been made before: the first one loads classes for long. */
  private static volatile boolean warm;

  private Engines() {}

  /** Whether it takes long to make one: a client's makes a key, and may load whom to trust. */
  static boolean takeLong(TlsOptions options) {
    return options.isClient() || !warm;
  }

  /**
   * Makes an engine; in any thread.
   *
   * @param remote the other side, whose port tells apart the sessions that a client may resume;
   *     null when that is not known
   */
  static SSLEngine make(TlsOptions options, SocketAddress remote) throws SSLException {
    SSLEngine engine =
        options.isClient() ? client(options, remote) : options.context().createSSLEngine();
    engine.setUseClientMode(options.isClient());
    SSLParameters parameters = engine.getSSLParameters();
    if (options.isClient()) {
      setHost(parameters, options);
    } else {
      setDemand(parameters, options);
    }
    if (!options.applicationProtocols().isEmpty()) {
      parameters.setApplicationProtocols(options.applicationProtocols().toArray(new String[0]));
    }
    if (!options.protocols().isEmpty()) {
      parameters.setProtocols(options.protocols().toArray(new String[0]));
    }
    engine.setSSLParameters(parameters);
    engine.beginHandshake();
    warm = true;
    return engine;
  }

  private static SSLEngine client(TlsOptions options, SocketAddress remote) throws SSLException {
    SSLContext context = options.context() == null ? standard() : options.context();
    int port = remote instanceof InetSocketAddress inet ? inet.getPort() : -1;
    return context.createSSLEngine(options.host(), port);
  }

  private static SSLContext standard() throws SSLException {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new SSLException("the JDK's default SSLContext cannot be made: " + e.getMessage(), e);
    }
  }

  private static void setHost(SSLParameters parameters, TlsOptions options) {
    parameters.setEndpointIdentificationAlgorithm(options.checkHostName() ? "HTTPS" : null);
    List<SNIServerName> names = List.of();
    if (!LITERAL.matcher(options.host()).matches()) {
      try {
        names = List.of(new SNIHostName(options.host()));
      } catch (IllegalArgumentException e) {
        // The name has letters that no name of a certificate may have; the check says so.
      }
    }
    parameters.setServerNames(names);
  }

  private static void setDemand(SSLParameters parameters, TlsOptions options) {
    switch (options.clientCertificate()) {
      case WANTED -> parameters.setWantClientAuth(true);
      case NEEDED -> parameters.setNeedClientAuth(true);
      default -> parameters.setNeedClientAuth(false);
    }
  }
}
