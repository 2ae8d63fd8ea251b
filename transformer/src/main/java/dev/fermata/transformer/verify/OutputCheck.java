package dev.fermata.transformer.verify;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
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
    MethodVisitor sizes =
        new MethodVisitor(Opcodes.ASM9) {
          @Override
          public void visitMaxs(int maxStack, int maxLocals) {
            method.maxStack = maxStack;
            method.maxLocals = maxLocals;
          }
        };
    method.accept(new CheckedMethod(owner, method.access, method.name, method.desc, sizes));
  }
}
