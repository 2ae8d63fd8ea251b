package dev.fermata.internal.observe;

import jdk.jfr.FlightRecorder;

/**
 * Finds out whether the JDK's flight recorder is at work. Until then no class of {@link JfrEvents}
 * is loaded, so that a program that is not recorded does not pay for them, and needs no module
 * {@code jdk.jfr}.
 */
final class JfrSupport {
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  /** Whether there has been a recording in this JVM, so that events may be wanted. */
  static boolean recorded;

  private JfrSupport() {}

  /** Looks whether a recording has begun; called now and then. */
  static void look() {
    if (PRESENT && !recorded) {
      recorded = FlightRecorder.isInitialized();
    }
  }
}
