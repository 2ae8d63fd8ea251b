package dev.fermata.junit.internal;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Has the classes of the tests transformed, before JUnit looks for tests and so loads them. */
public final class SessionListener implements LauncherSessionListener {
  /** For the service loader. */
  public SessionListener() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    SelfAttachment.once();
  }
}
