package dev.fermata.internal.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;

/** Exceptions that say what was tried, and with whom. */
final class Troubles {
  private Troubles() {}

  /**
   * The system's error of an operation, of the same type where that is a usual one. The JDK throws
   * a plain IOException for a reset that it finds when it writes.
   */
  static IOException of(String tried, IOException error) {
    String message = tried + ": " + error.getMessage();
    IOException told;
    if (error instanceof ConnectException) {
      told = new ConnectException(message);
    } else if (error instanceof BindException) {
      told = new BindException(message);
    } else if (error instanceof SocketException || error.getClass() == IOException.class) {
      told = new SocketException(message);
    } else {
      return new IOException(message, error);
    }
    told.initCause(error);
    return told;
  }

  /** The error of an operation on something that is closed. */
  static IOException closed(String tried, String what) {
    return new SocketException(tried + ": the " + what + " is closed");
  }
}
