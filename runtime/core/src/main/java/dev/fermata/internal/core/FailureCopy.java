package dev.fermata.internal.core;

import java.util.ArrayList;
import java.util.List;

/**
 * A copy of an error for reports, which holds nothing of the program. The error itself has been
 * collected together with the failed future.
 *
 * <p>It has the error's text, message and stack trace, and copies of its causes and suppressed
 * exceptions.
 */
final class FailureCopy extends Exception {
  private static final long serialVersionUID = 1;

  /** The largest number of errors to copy, including causes and suppressed exceptions. */
  private static final int MOST = 32;

  /** How many characters of a text are kept when memory is short. */
  private static final int LONGEST = 1_000;

  private final String text;

  private FailureCopy(String text, String message, Throwable cause) {
    super(message, cause);
    this.text = text;
  }

  /** Copies an error. The error's methods may fail. */
  static FailureCopy of(Throwable error) {
    return of(error, new ArrayList<>());
  }

  /** A copy that has only a {@link #shortText}. */
  static FailureCopy ofText(String text) {
    return new FailureCopy(text, text, null);
  }

  /** The text; only its beginning when it is very long. */
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

  /** The stack trace of the copy itself would be of no use. */
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
