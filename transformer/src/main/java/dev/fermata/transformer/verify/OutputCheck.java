package dev.fermata.transformer.verify;

import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * Follows the new code with the types that need no class hierarchy, and finds the sizes of its
 * operand stack and local variables on the way. A mistake of ours ends here, not in the user's JVM.
 */
public final class OutputCheck {
  private OutputCheck() {}

  /**
   * Checks a new method and sets its {@code maxStack} and {@code maxLocals}.
   *
   * @throws IllegalStateException when the code is wrong
   */
  public static void check(String owner, MethodNode method) {
    try {
      new FrameCheck(owner, method).run();
    } catch (AnalyzerException e) {
      throw new IllegalStateException("wrong code was written for " + method.name, e);
    }
  }
}
