package dev.fermata.agent.programs;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;

/** An agent that looks at every class and changes none: what the JVM takes for any agent. */
public final class Idle implements ClassFileTransformer {
  private Idle() {}

  /** Registers a transformer that leaves everything as it is. */
  public static void premain(String options, Instrumentation instrumentation) {
    instrumentation.addTransformer(new Idle());
  }
}
