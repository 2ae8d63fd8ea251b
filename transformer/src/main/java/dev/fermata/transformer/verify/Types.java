package dev.fermata.transformer.verify;

import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.tree.FrameNode;

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

  /** The types of a frame. */
  static Types of(FrameNode frame) {
    return of(frame, null, null);
  }

  /**
   * The types of a frame. Those of its locals are taken from another one that has the same list.
   *
   * @param known the types of {@code other}; null where there is none
   */
  static Types of(FrameNode frame, Types known, FrameNode other) {
    boolean same = known != null && frame.local == other.local;
    return new Types(same ? known.locals : slots(frame.local, NONE), slots(frame.stack, SECOND));
  }

  private static byte[] slots(List<Object> values, byte second) {
    int size = values.size();
    if (size == 0) {
      return EMPTY;
    }
    byte[] slots = new byte[size];
    int slot = 0;
    for (int i = 0; i < size; i++) {
      byte type = values.get(i) instanceof Integer number ? NUMBERED[number] : REFERENCE;
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
