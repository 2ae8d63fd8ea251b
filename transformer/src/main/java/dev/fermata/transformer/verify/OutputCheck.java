package dev.fermata.transformer.verify;

import org.objectweb.asm.tree.MethodNode;

/** Checks code that was changed in its tree. */
public final class OutputCheck {
  private OutputCheck() {}

  /**
   * Checks a method and sets its {@code maxStack} and {@code maxLocals}.
   *
   * @throws IllegalStateException when the code is wrong
   */
  public static void check(String owner, MethodNode method) {
    MethodCheck check = new MethodCheck(owner, method.access, method.name, method.desc);
    method.accept(check);
    method.maxStack = check.maxStack();
    method.maxLocals = check.maxLocals();
  }
}
