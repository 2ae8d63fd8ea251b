package dev.fermata.agent;

import java.lang.instrument.Instrumentation;

/** Where the JVM starts the agent. */
public final class Agent {
  /** The exit code of a JVM that was started with options that are wrong. */
  private static final int WRONG_USAGE = 2;

  private Agent() {}

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
    AgentTransformer transformer = new AgentTransformer(parsed, System.err);
    instrumentation.addTransformer(
        JacocoAgent.isActive() ? transformer : transformer.yieldingToJacoco(instrumentation));
  }
}
