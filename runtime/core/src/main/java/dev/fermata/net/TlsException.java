package dev.fermata.net;

import javax.net.ssl.SSLException;

/**
 * TLS has failed: the handshake, or what came behind it. The message names the other side and what
 * was tried; the cause is the JDK's own exception, where there is one.
 *
 * <p>asyncio: {@code ssl.SSLError}, {@code ssl.SSLCertVerificationError}.
 */
public class TlsException extends SSLException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /**
   * Makes an exception.
   *
   * @param reason what has gone wrong
   * @param message what was tried, with whom, and what has gone wrong
   * @param cause the JDK's exception; may be null
   */
  public TlsException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * What has gone wrong.
   *
   * <p>asyncio: {@code SSLError.reason}.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * What can go wrong.
   *
   * <p>asyncio: {@code SSLError.reason}.
   */
  public enum Reason {
    /** Nobody who is trusted has issued the other side's certificate. */
    UNKNOWN_ISSUER,

    /** A certificate of the other side has expired, or is not valid yet. */
    EXPIRED,

    /** The certificate is not for the host that was asked for. */
    WRONG_NAME,

    /** The other side's certificate is missing, or wrong in another way. */
    BAD_CERTIFICATE,

    /** The other side has refused: the message tells the alert that it has sent. */
    REFUSED,

    /** This side has refused: no version, cipher or application protocol is common to both. */
    NOTHING_IN_COMMON,

    /** What the other side sends is not TLS. */
    NOT_TLS,

    /** The handshake has taken too long. */
    TIMED_OUT,

    /** The input has ended without the farewell of TLS: somebody may have cut it off. */
    CUT_OFF,

    /** A record cannot be deciphered or breaks the protocol, or the engine itself has failed. */
    MALFORMED,

    /** The other side wants to renegotiate, which is refused. */
    RENEGOTIATION
  }
}
