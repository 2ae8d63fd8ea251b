package dev.fermata.transformer.emit;

import org.objectweb.asm.MethodVisitor;

/** Takes the methods that a class gets, each to its end before the next begins. */
@FunctionalInterface
public interface NewMethods {
  /** Begins a method; the sizes that its {@code visitMaxs} is given do not matter. */
  MethodVisitor begin(int access, String name, String descriptor);

  /** Ends a method. */
  static void end(MethodVisitor method) {
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
