package dev.fermata.agent.programs;

import java.lang.instrument.Instrumentation;

/** A second agent, which hands its powers to the program. */
public final class Instruments {
  /** What the JVM has given. */
  public static volatile Instrumentation instrumentation;

  private Instruments() {}

  /** Called by the JVM. */
  public static void premain(String options, Instrumentation given) {
    instrumentation = given;
  }
}
