package dev.fermata.transformer.emit;

import org.objectweb.asm.ClassVisitor;

/**
 * Adds methods to a class, each to its end before the next begins.
 *
 * @param owner the internal name of the class
 * @param out takes it
 */
record NewMethods(String owner, ClassVisitor out) {
  /** Begins a method. */
  CodeWriter begin(int access, String name, String descriptor) {
    return new CodeWriter(
        owner, access, name, descriptor, out.visitMethod(access, name, descriptor, null, null));
  }
}
