package dev.fermata.agent;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;

/** Tells which class files the agent would have something to do with. */
public final class ClassFiles {
  private ClassFiles() {}

  /**
   * Whether the transformer would change a class, or refuse it.
   *
   * @param classFile its class file; anything else is none of our business
   * @param name how messages call it where its name cannot be read
   */
  public static boolean isUntransformed(byte[] classFile, String name) {
    if (!AgentTransformer.mayConcernUs(classFile)) {
      return false;
    }
    Result result = new Transformer(Options.defaults()).transform(classFile, name);
    return result.changed() || result.hasErrors();
  }
}
