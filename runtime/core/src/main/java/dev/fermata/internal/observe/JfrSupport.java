package dev.fermata.internal.observe;

import jdk.jfr.FlightRecorder;

/**
 * Finds out whether the JDK's flight recorder is active. Until it is, no class of {@link JfrEvents}
 * is loaded. So a program that is not recorded does not pay for them, and does not need the module
 * {@code jdk.jfr}.
 */
final class JfrSupport {
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  /** Whether there has been a recording in this JVM, so that events may be wanted. */
  static boolean recorded;

  private JfrSupport() {}

  /** Checks whether a recording has begun. Called now and then. */
  static void look() {
    if (PRESENT && !recorded) {
      recorded = FlightRecorder.isInitialized();
    }
  }
}
