package dev.fermata.transformer.plan;

import org.objectweb.asm.Opcodes;

/**
 * A value that is alive at a suspension point.
 *
 * @param index the local variable's slot, or the place on the operand stack, 0 at the bottom
 * @param type the verification type, as in {@link dev.fermata.transformer.analyse.State}
 * @param field the number of the frame's field that holds it: a reference or a 64-bit field by
 *     {@link #isReference}; -1 where it has none, as a null, or a value of a {@link Sharing}
 * @param high for a 32-bit value, whether it is in the upper half of that field
 */
public record SavedValue(int index, Object type, int field, boolean high) {
  /** Whether the value is a null by its type, which is made anew instead of being saved. */
  public boolean isNull() {
    return type == Opcodes.NULL;
  }

  /** Whether the value is a reference. */
  public boolean isReference() {
    return type instanceof String || isNull();
  }

  /** Whether the value takes two slots. */
  public boolean isWide() {
    return type == Opcodes.LONG || type == Opcodes.DOUBLE;
  }

  /** The instruction that loads a local variable of this type. */
  public int loadOpcode() {
    if (isReference()) {
      return Opcodes.ALOAD;
    }
    if (type == Opcodes.INTEGER) {
      return Opcodes.ILOAD;
    }
    if (type == Opcodes.FLOAT) {
      return Opcodes.FLOAD;
    }
    return type == Opcodes.LONG ? Opcodes.LLOAD : Opcodes.DLOAD;
  }

  /** The instruction that stores a local variable of this type. */
  public int storeOpcode() {
    return loadOpcode() + Opcodes.ISTORE - Opcodes.ILOAD;
  }
}
