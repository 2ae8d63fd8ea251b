package dev.fermata.transformer.verify;

import dev.fermata.transformer.model.Insns;
import java.util.Arrays;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The types that a stack map frame declares, a byte a slot: {@code I F J D}, one for all
 * references, none.
 *
 * @param locals of the local variables up to the last that is declared; the second slot of a wide
 *     one has none
 * @param stack of the operands; the second slot of a wide one has {@link #SECOND}
 */
record Types(byte[] locals, byte[] stack) {
  static final byte NONE = 0;
  static final byte INT = 'I';
  static final byte FLOAT = 'F';
  static final byte LONG = 'J';
  static final byte DOUBLE = 'D';
  static final byte REFERENCE = 'A';
  static final byte SECOND = '2';

  private static final byte[] EMPTY = {};

  /** By the numbers that {@code Opcodes.TOP} and so on have. */
  private static final byte[] NUMBERED = {NONE, INT, FLOAT, DOUBLE, LONG, REFERENCE, REFERENCE};

  /** The types of a frame in the form {@code Opcodes.F_NEW}. */
  static Types of(int locals, Object[] local, int operands, Object[] stack) {
    return new Types(slots(locals, local, NONE), slots(operands, stack, SECOND));
  }

  private static byte[] slots(int size, Object[] values, byte second) {
    if (size == 0) {
      return EMPTY;
    }
    byte[] slots = new byte[size];
    int slot = 0;
    for (int i = 0; i < size; i++) {
      byte type = values[i] instanceof Integer number ? NUMBERED[number] : REFERENCE;
      if (slot + 2 > slots.length) {
        slots = Arrays.copyOf(slots, slot + 2 * (size - i));
      }
      slots[slot++] = type;
      if (isWide(type)) {
        slots[slot++] = second;
      }
    }
    return slot == slots.length ? slots : Arrays.copyOf(slots, slot);
  }

  /**
   * Checks that variables have the types that this frame declares.
   *
   * @param machine tells what is wrong
   */
  void requireLocals(AbstractInterpreter machine, byte[] found) {
    for (int slot = 0; slot < locals.length; slot++) {
      if (locals[slot] != NONE && (slot >= found.length || locals[slot] != found[slot])) {
        throw machine.wrong("variable " + slot + " does not fit");
      }
    }
  }

  /** Checks that operands have the types that this frame declares. */
  void requireStack(AbstractInterpreter machine, byte[] found, int height) {
    if (height != stack.length) {
      throw machine.wrong("stacks of different heights meet");
    }
    for (int i = 0; i < height; i++) {
      if (found[i] != stack[i]) {
        throw machine.wrong("operand " + i + " does not fit");
      }
    }
  }

  /**
   * The types of a method's parameters, the receiver's before them, in the slots that they take.
   */
  static Types ofParameters(int access, String descriptor) {
    byte[] types = new byte[Insns.parameterSlots(access, descriptor)];
    int slot = 0;
    if ((access & Opcodes.ACC_STATIC) == 0) {
      types[slot++] = REFERENCE;
    }
    for (Type type : Type.getArgumentTypes(descriptor)) {
      types[slot] = of(type.getDescriptor().charAt(0));
      slot += type.getSize();
    }
    return new Types(types, EMPTY);
  }

  /** The type of which a descriptor's first character tells; none for {@code V}. */
  static byte of(char descriptor) {
    return switch (descriptor) {
      case 'Z', 'B', 'C', 'S', 'I' -> INT;
      case 'F' -> FLOAT;
      case 'J' -> LONG;
      case 'D' -> DOUBLE;
      case 'V' -> NONE;
      default -> REFERENCE;
    };
  }

  /** The type that a method of this descriptor returns; none for {@code V}. */
  static byte returned(String descriptor) {
    return of(descriptor.charAt(descriptor.lastIndexOf(')') + 1));
  }

  /** The type of a constant that {@code ldc} pushes. */
  static byte ofConstant(Object constant) {
    if (constant instanceof Integer) {
      return INT;
    }
    if (constant instanceof Float) {
      return FLOAT;
    }
    if (constant instanceof Long) {
      return LONG;
    }
    if (constant instanceof Double) {
      return DOUBLE;
    }
    return constant instanceof ConstantDynamic dynamic
        ? of(dynamic.getDescriptor().charAt(0))
        : REFERENCE;
  }

  static boolean isWide(byte type) {
    return type == LONG || type == DOUBLE;
  }
}
