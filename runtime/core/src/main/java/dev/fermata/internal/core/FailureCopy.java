package dev.fermata.internal.core;

import java.util.ArrayList;
import java.util.List;

/**
 * What a trace of an error tells, in an object that holds nothing of the program: the error itself
 * has been collected with the future that failed.
 *
 * <p>Its text and its message are the error's, and so are the stack traces, causes and suppressed
 * exceptions, copies too.
 */
final class FailureCopy extends Exception {
  private static final long serialVersionUID = 1;

  /** Of how many errors a copy is made, the causes and suppressed ones included. */
  private static final int MOST = 32;

  /** How much of a text is kept where memory is short. */
  private static final int LONGEST = 1_000;

  private final String text;

  private FailureCopy(String text, String message, Throwable cause) {
    super(message, cause);
    this.text = text;
  }

  /** Copies an error, whatever its methods do. */
  static FailureCopy of(Throwable error) {
    return of(error, new ArrayList<>());
  }

  /** A copy of which nothing but its {@link #shortText} was kept. */
  static FailureCopy ofText(String text) {
    return new FailureCopy(text, text, null);
  }

  /** The text, or the beginning of a very long one. */
  String shortText() {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static FailureCopy of(Throwable error, List<Throwable> seen) {
    if (error == null || seen.size() == MOST || contains(seen, error)) {
      return null;
    }
    seen.add(error);
    String text = error.getClass().getName();
    String message = null;
    try {
      text = String.valueOf((Object) error.toString());
      message = error.getMessage();
      FailureCopy copy = new FailureCopy(text, message, of(error.getCause(), seen));
      copy.setStackTrace(error.getStackTrace());
      for (Throwable suppressed : error.getSuppressed()) {
        FailureCopy other = of(suppressed, seen);
        if (other != null) {
          copy.addSuppressed(other);
        }
      }
      return copy;
    } catch (Throwable hostile) {
      return new FailureCopy(text, message, null);
    }
  }

  private static boolean contains(List<Throwable> seen, Throwable error) {
    return seen.stream().anyMatch(one -> one == error);
  }

  /** Its own trace would say nothing. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  @Override
  @SuppressWarnings(
      "OverrideThrowableToString") // its class says nothing, the error's is in the text
  public String toString() {
    return text;
  }
}
