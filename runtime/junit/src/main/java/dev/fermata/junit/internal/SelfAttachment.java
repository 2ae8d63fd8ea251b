package dev.fermata.junit.internal;

import dev.fermata.agent.Agent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Attaches the agent to the JVM that runs the tests, where their classes are not transformed and
 * nobody has started the agent.
 */
final class SelfAttachment {
  /** The system property that switches this off, by {@code false}. */
  private static final String PROPERTY = "fermata.attach";

  /** The class that Maven starts with. */
  private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

  /** From this version on the JVM warns of agents that are attached. */
  private static final int WARNING_JDK = 21;

  private static boolean tried;

  private final PrintStream err;

  private SelfAttachment(PrintStream err) {
    this.err = err;
  }

  /** Looks, and attaches where it is needed; does nothing when it is called again. */
  static synchronized void once() {
    if (!tried) {
      tried = true;
      new SelfAttachment(System.err).tryToAttach();
    }
  }

  /** Whatever goes wrong here, tests that need no transformed classes can be run. */
  private void tryToAttach() {
    try {
      attachWhereNeeded();
    } catch (RuntimeException | LinkageError defect) {
      err.println(
          "fermata: the agent is not attached to the JVM of the tests, for looking whether they"
              + " need it has failed: "
              + defect);
    }
  }

  private void attachWhereNeeded() {
    if ("false".equals(System.getProperty(PROPERTY)) || isMaven() || isAgentActive()) {
      return;
    }
    Optional<String> untransformed =
        ClassPath.of(Thread.currentThread().getContextClassLoader()).firstUntransformed();
    if (untransformed.isPresent()) {
      attach(untransformed.get());
    }
  }

  /**
   * Whether this JVM is Maven's own. Where tests run in several forks, Surefire looks for them
   * there first; an agent would stay in Maven, and with it the transformer in each later
   * compilation.
   */
  private static boolean isMaven() {
    try {
      Class.forName(MAVEN, false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException anotherProgram) {
      return false;
    }
  }

  /** The agent's classes may be there several times, of which the system's loader has that one. */
  private static boolean isAgentActive() {
    try {
      Class<?> agent =
          Class.forName(Agent.class.getName(), true, ClassLoader.getSystemClassLoader());
      return (Boolean) agent.getMethod("isActive").invoke(null);
    } catch (ReflectiveOperationException notThere) {
      return false;
    }
  }

  private void attach(String className) {
    try {
      VmOptions.checkAttaching();
      Attachment.attachTo(ProcessHandle.current().pid());
      if (warnsOfAttaching()) {
        err.println(
            "fermata: the agent has been attached for these tests; where the JVM warns of that,"
                + " start it with "
                + option());
      }
    } catch (IOException refused) {
      err.println(
          "fermata: %s and maybe more classes are not transformed, and the agent cannot be attached"
                  .formatted(className)
              + " (%s); start the JVM of the tests with %s"
                  .formatted(refused.getMessage(), option()));
    }
  }

  private static boolean warnsOfAttaching() {
    return Runtime.version().feature() >= WARNING_JDK && !VmOptions.areAgentsWelcome();
  }

  /** The option that makes all of this unnecessary. */
  private static String option() {
    Path jar = ClassPath.locationOf(Agent.class);
    return "-javaagent:" + jar;
  }
}
