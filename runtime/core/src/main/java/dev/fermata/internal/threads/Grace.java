package dev.fermata.internal.threads;

import java.time.Duration;

/** How long the end of a program, or of a loop's thread, waits for clean-up. */
public final class Grace {
  /** The system property with the default grace in seconds, which may have a fraction. */
  private static final String PROPERTY = "fermata.shutdownGrace";

  /** Docker kills a container after ten seconds. */
  private static final Duration USUAL = Duration.ofSeconds(8);

  private Grace() {}

  /** The value of the system property, or eight seconds. */
  public static Duration standard() {
    String seconds = System.getProperty(PROPERTY);
    if (seconds == null) {
      return USUAL;
    }
    try {
      return checked(Duration.parse("PT" + seconds.strip() + "S"));
    } catch (RuntimeException unreadable) {
      throw new IllegalArgumentException(
          "the system property " + PROPERTY + " is to be a number of seconds, not " + seconds,
          unreadable);
    }
  }

  /** A grace that a program has set. */
  public static Duration checked(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("a clean-up takes time: " + grace);
    }
    return grace;
  }

  /** For messages: "8 s". */
  public static String inSeconds(Duration grace) {
    long millis = grace.toMillis();
    return (millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0))
        + " s";
  }
}
