package dev.fermata.transformer.normalise;

import dev.fermata.transformer.model.Boxing;
import dev.fermata.transformer.model.Insns;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Has a method return a primitive value unboxed, where all its returns box one.
 *
 * <pre>{@code
 * invokestatic Integer.valueOf(int): Integer
 * areturn                                         ==>  areturn   // an int, until emit makes it ireturn
 * }</pre>
 */
public final class ReturnedPrimitives {
  private static final Type OBJECT = Type.getType(Object.class);

  private ReturnedPrimitives() {}

  /**
   * Takes the boxing out of a method's code where every return boxes the same primitive type.
   *
   * @param body the code, in which every {@code areturn} returns the plain value
   * @return the type of what the code returns then: that primitive type, or {@code Object}
   */
  public static Type normalise(MethodNode body) {
    Type primitive = commonPrimitive(body);
    if (primitive == null) {
      return OBJECT;
    }
    for (AbstractInsnNode insn : body.instructions.toArray()) {
      if (insn.getOpcode() == Opcodes.ARETURN) {
        body.instructions.remove(Insns.straightPrevious(insn));
      }
    }
    return primitive;
  }

  /** The primitive type that every return boxes; null where there is none. */
  private static Type commonPrimitive(MethodNode body) {
    Type common = null;
    for (AbstractInsnNode insn : body.instructions) {
      if (insn.getOpcode() == Opcodes.ARETURN) {
        Type boxed = boxed(Insns.straightPrevious(insn));
        if (boxed == null || (common != null && !common.equals(boxed))) {
          return null;
        }
        common = boxed;
      }
    }
    return common;
  }

  private static Type boxed(AbstractInsnNode insn) {
    return insn instanceof MethodInsnNode call && call.name.equals("valueOf")
        ? Boxing.boxedBy(call.owner, call.desc)
        : null;
  }
}
