package dev.fermata.internal.net.tls;

import dev.fermata.internal.core.Words;
import dev.fermata.net.TlsException;
import dev.fermata.net.TlsException.Reason;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.List;
import javax.net.ssl.SSLException;

/** The exceptions of one connection: what the JDK's own ones mean, and for whom. */
final class Troubles {
  /** Parts of the JDK's messages that this side finds nothing that both could use. */
  private static final List<String> DISAGREEMENTS =
      List.of(
          "in common", "not accepted", "No appropriate protocol", "No matching", "not supported");

  private static final int MOST_CAUSES = 16;

  private final String peer;
  private final String host;

  /**
   * @param peer the other side's address
   * @param host the host that was asked for; null at a server
   */
  Troubles(String peer, String host) {
    this.peer = peer;
    this.host = host;
  }

  TlsException of(String tried, Reason reason, String what, Throwable cause) {
    return new TlsException(reason, tried + peer + ": " + what, cause);
  }

  TlsException ofHandshake(Reason reason, String what, Throwable cause) {
    String with = host == null || peer.contains(host) ? peer : host + " at " + peer;
    return new TlsException(reason, "the TLS handshake with " + with + " failed: " + what, cause);
  }

  /** The exception for one of the JDK in the handshake. */
  IOException ofHandshake(IOException error) {
    if (error instanceof TlsException || !(error instanceof SSLException)) {
      return error;
    }
    Reason reason = reasonOf(error);
    return ofHandshake(reason, words(reason) + " (" + detail(error) + ")", error);
  }

  /** The exception for a record that cannot be deciphered, or tells an alert. */
  TlsException ofRecord(Throwable error) {
    Reason reason = reasonOf(error);
    return of("cannot read on from ", reason, words(reason) + " (" + detail(error) + ")", error);
  }

  /** The exception for bytes that cannot be enciphered. */
  IOException ofOutput(Throwable error) {
    return new IOException("cannot write to " + peer + ": " + Words.of(error.getMessage()), error);
  }

  private String words(Reason reason) {
    return switch (reason) {
      case UNKNOWN_ISSUER ->
          "nobody who is trusted here has issued the certificate of the other side;"
              + " TlsOptions.context sets whom to trust";
      case EXPIRED -> "the certificate of the other side has expired or is not valid yet";
      case WRONG_NAME -> "the certificate of the other side is not for " + host;
      case BAD_CERTIFICATE -> "the certificate of the other side is missing or wrong";
      case REFUSED -> "the other side refuses";
      case NOTHING_IN_COMMON -> "the two sides have nothing in common to use";
      case NOT_TLS -> "what the other side sends is not TLS";
      default -> "TLS cannot go on";
    };
  }

  /** What the JDK says at the bottom: the outer messages repeat it. */
  private static String detail(Throwable error) {
    Throwable deepest = error;
    for (int i = 0; i < MOST_CAUSES && deepest.getCause() != null; i++) {
      deepest = deepest.getCause();
    }
    return Words.of(deepest.getMessage() == null ? deepest : deepest.getMessage());
  }

  private static Reason reasonOf(Throwable error) {
    Reason reason = null;
    Throwable cause = error;
    // The deepest cause that tells anything tells most.
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      Reason own = reasonOfOne(cause);
      reason = own == null ? reason : own;
      cause = cause.getCause();
    }
    return reason == null ? Reason.MALFORMED : reason;
  }

  private static Reason reasonOfOne(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof CertificateExpiredException
        || cause instanceof CertificateNotYetValidException) {
      return Reason.EXPIRED;
    }
    if (cause instanceof CertPathBuilderException) {
      return Reason.UNKNOWN_ISSUER;
    }
    if (cause instanceof CertPathValidatorException path) {
      boolean unknown = path.getReason() == PKIXReason.NO_TRUST_ANCHOR;
      return unknown ? Reason.UNKNOWN_ISSUER : Reason.BAD_CERTIFICATE;
    }
    if (cause instanceof CertificateException) {
      boolean wrongName =
          message.startsWith("No name matching") || message.startsWith("No subject alternative");
      return wrongName ? Reason.WRONG_NAME : Reason.BAD_CERTIFICATE;
    }
    if (message.contains("Received fatal alert")) {
      return Reason.REFUSED;
    }
    if (message.contains("certificate chain")) {
      return Reason.BAD_CERTIFICATE;
    }
    if (message.contains("Unsupported or unrecognized SSL message")) {
      return Reason.NOT_TLS;
    }
    return DISAGREEMENTS.stream().anyMatch(message::contains) ? Reason.NOTHING_IN_COMMON : null;
  }
}
