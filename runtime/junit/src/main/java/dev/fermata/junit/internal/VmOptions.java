package dev.fermata.junit.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/** What this JVM was started with. */
final class VmOptions {
  private static final String DYNAMIC_AGENTS = "-XX:+EnableDynamicAgentLoading";
  private static final String NO_ATTACHING = "-XX:+DisableAttachMechanism";

  private VmOptions() {}

  /**
   * Looks whether anything can be attached at all: whoever tries it in vain waits for ten seconds.
   *
   * @throws IOException when it cannot
   */
  static void checkAttaching() throws IOException {
    if (isGiven(NO_ATTACHING)) {
      throw new IOException("it was started with " + NO_ATTACHING);
    }
  }

  /** Whether somebody has said that agents may be attached. */
  static boolean areAgentsWelcome() {
    return isGiven(DYNAMIC_AGENTS);
  }

  private static boolean isGiven(String option) {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().contains(option);
  }
}
