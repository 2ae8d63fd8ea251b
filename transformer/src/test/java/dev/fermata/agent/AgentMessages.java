package dev.fermata.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** What the agent prints about a class, for tests elsewhere. */
public final class AgentMessages {
  private AgentMessages() {}

  /** What it prints when a loader is about to define a class. */
  public static String of(ClassLoader loader, String className, byte[] classFile) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new AgentTransformer(AgentOptions.parse(null), new PrintStream(printed, true, UTF_8))
        .transform(loader, className, null, null, classFile);
    return printed.toString(UTF_8);
  }
}
