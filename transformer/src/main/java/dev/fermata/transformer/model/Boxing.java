package dev.fermata.transformer.model;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** The wrapper classes of the primitive types. */
public final class Boxing {
  private static final Type[] PRIMITIVES = {
    Type.BOOLEAN_TYPE,
    Type.BYTE_TYPE,
    Type.CHAR_TYPE,
    Type.SHORT_TYPE,
    Type.INT_TYPE,
    Type.LONG_TYPE,
    Type.FLOAT_TYPE,
    Type.DOUBLE_TYPE
  };

  private Boxing() {}

  /** The internal name of the wrapper class of a primitive type. */
  public static String wrapper(Type primitive) {
    return switch (primitive.getSort()) {
      case Type.BOOLEAN -> "java/lang/Boolean";
      case Type.BYTE -> "java/lang/Byte";
      case Type.CHAR -> "java/lang/Character";
      case Type.SHORT -> "java/lang/Short";
      case Type.INT -> "java/lang/Integer";
      case Type.LONG -> "java/lang/Long";
      case Type.FLOAT -> "java/lang/Float";
      case Type.DOUBLE -> "java/lang/Double";
      default -> throw new IllegalArgumentException(primitive + " is not primitive");
    };
  }

  /**
   * The primitive type that {@code wrapper.valueOf} with this descriptor boxes; null for any other
   * method.
   */
  public static Type boxedBy(String wrapper, String descriptor) {
    for (Type primitive : PRIMITIVES) {
      if (wrapper.equals(wrapper(primitive)) && descriptor.equals(valueOf(primitive))) {
        return primitive;
      }
    }
    return null;
  }

  /**
   * The primitive type that a call of {@code wrapper.xxxValue} gives; null for any other method.
   */
  public static Type unboxedBy(MethodInsnNode call) {
    for (Type primitive : PRIMITIVES) {
      if (Insns.isCall(
          call,
          wrapper(primitive),
          primitive.getClassName() + "Value",
          "()" + primitive.getDescriptor())) {
        return primitive;
      }
    }
    return null;
  }

  /** Boxes the value on the operand stack. */
  public static void box(MethodVisitor mv, Type primitive) {
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC, wrapper(primitive), "valueOf", valueOf(primitive), false);
  }

  private static String valueOf(Type primitive) {
    return "(" + primitive.getDescriptor() + ")L" + wrapper(primitive) + ";";
  }
}
