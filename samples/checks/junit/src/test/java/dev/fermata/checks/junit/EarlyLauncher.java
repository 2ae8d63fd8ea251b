package dev.fermata.checks.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Loads a test class before it begins with JUnit, as some tools do, and begins twice. */
final class EarlyLauncher {
  private EarlyLauncher() {}

  /** Runs the tests of the class that is named. */
  public static void main(String[] arguments) throws ClassNotFoundException {
    Class<?> tests = Class.forName(arguments[0], false, EarlyLauncher.class.getClassLoader());
    for (int i = 0; i < 2; i++) {
      try (LauncherSession session = LauncherFactory.openSession()) {
        session
            .getLauncher()
            .execute(
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build());
      }
    }
  }
}
