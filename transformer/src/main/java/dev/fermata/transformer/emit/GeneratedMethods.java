package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.AsyncMethod;
import dev.fermata.transformer.plan.MethodShape;
import org.objectweb.asm.Opcodes;

/** What all generated methods have in common. */
final class GeneratedMethods {
  static final int API = Opcodes.ASM9;

  private GeneratedMethods() {}

  /**
   * The flags of the start and resume methods. Strictness is kept: it has a meaning up to class
   * version 60 (JVMS 4.6).
   */
  static int access(AsyncMethod method) {
    int kept = method.node().access & (Opcodes.ACC_STATIC | Opcodes.ACC_STRICT);
    return kept | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;
  }

  /** The flags of a start method, which is as visible as the method itself where it is open. */
  static int startAccess(MethodShape shape) {
    int flags = access(shape.method());
    if (!shape.open()) {
      return flags;
    }
    int visibility = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
    return (flags & ~Opcodes.ACC_PRIVATE) | (shape.method().node().access & visibility);
  }
}
