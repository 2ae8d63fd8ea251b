package dev.fermata.transformer.emit;

import dev.fermata.transformer.verify.LimitException;
import org.objectweb.asm.ClassVisitor;

/** Adds methods to a class, each to its end before the next begins. */
final class NewMethods {
  private final String owner;
  private final ClassVisitor out;

  /** How many methods the class has by now. */
  private int count;

  /**
   * For one class.
   *
   * @param owner the internal name of the class
   * @param count how many methods it has already
   * @param out takes it
   */
  NewMethods(String owner, int count, ClassVisitor out) {
    this.owner = owner;
    this.count = count;
    this.out = out;
  }

  /** Begins a method. */
  CodeWriter begin(int access, String name, String descriptor) {
    LimitException.check(++count, "methods", "class");
    return new CodeWriter(
        owner, access, name, descriptor, out.visitMethod(access, name, descriptor, null, null));
  }
}
