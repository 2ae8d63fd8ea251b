package dev.fermata.agent;

import java.lang.instrument.Instrumentation;

/** Where the JVM starts the agent. */
public final class Agent {
  /** The exit code of a JVM that was started with options that are wrong. */
  private static final int WRONG_USAGE = 2;

  private static volatile boolean active;

  private Agent() {}

  /**
   * Whether the agent transforms the classes that this JVM loads. It is asked of the class that the
   * system's class loader has, which is where the JVM starts agents.
   */
  public static boolean isActive() {
    return active;
  }

  /**
   * Registers the agent, before the program's {@code main}. With a wrong option it says so in one
   * line and ends the process with the exit code 2: a program that goes on without transformation
   * would only fail later and less clearly.
   *
   * @param options what stands after {@code =} behind {@code -javaagent:fermata-transformer.jar}:
   *     {@code key=value}, separated by commas; see {@link AgentOptions}
   */
  public static void premain(String options, Instrumentation instrumentation) {
    AgentOptions parsed;
    try {
      parsed = AgentOptions.parse(options);
    } catch (IllegalArgumentException e) {
      System.err.println("fermata agent: " + e.getMessage());
      System.exit(WRONG_USAGE);
      return;
    }
    start(parsed, instrumentation);
  }

  /**
   * Registers the agent in a JVM that runs, unless it is there already; for {@code fermata-junit},
   * which does so before it loads tests. Classes that are loaded already cannot be given the
   * methods that they would need: a line on standard error names those of them that stand in
   * directories of the class path, as what is being worked on does. (This jar does not name this
   * class as one to attach, for a program is better started with the agent.)
   *
   * @param options as for {@link #premain}
   * @throws IllegalArgumentException when an option is wrong
   */
  public static synchronized void agentmain(String options, Instrumentation instrumentation) {
    AgentOptions parsed = AgentOptions.parse(options);
    if (!active) {
      start(parsed, instrumentation);
      EarlyClasses.tell(instrumentation, System.err);
    }
  }

  private static void start(AgentOptions options, Instrumentation instrumentation) {
    active = true;
    AgentTransformer transformer = new AgentTransformer(options, System.err);
    instrumentation.addTransformer(
        JacocoAgent.isActive() ? transformer : transformer.yieldingToJacoco(instrumentation));
  }
}
