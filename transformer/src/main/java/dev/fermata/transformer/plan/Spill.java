package dev.fermata.transformer.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What a frame saves at one suspension point, and where.
 *
 * @param shape the frame's class
 * @param receiver whether the first reference is the method's receiver
 * @param locals the live local variables, in the order of their slots
 * @param stack the operands below the awaited object, bottom first
 */
public record Spill(
    Shape shape, boolean receiver, List<SavedValue> locals, List<SavedValue> stack) {

  /** Gives fields to the values one after another, two 32-bit values to a 64-bit field. */
  private static final class Layout {
    private int refs;
    private int longs;
    private int half = -1;

    Layout(boolean receiver) {
      refs = receiver ? 1 : 0;
    }

    Shape shape() {
      return Shape.smallest(refs, longs, half >= 0);
    }

    SavedValue place(int index, Object type) {
      if (type == Opcodes.NULL) {
        return new SavedValue(index, type, -1, false);
      }
      if (type instanceof String) {
        return new SavedValue(index, type, refs++, false);
      }
      if (type == Opcodes.LONG || type == Opcodes.DOUBLE) {
        return new SavedValue(index, type, longs++, false);
      }
      if (half >= 0) {
        SavedValue value = new SavedValue(index, type, half, true);
        half = -1;
        return value;
      }
      half = longs++;
      return new SavedValue(index, type, half, false);
    }
  }

  /**
   * Plans a suspension point.
   *
   * @param receiver whether the method has a receiver that stays in slot 0 and is always saved
   * @param locals the verification types of the local variables by slot
   * @param live the variables that may still be read
   * @param operands the verification types of the operands to save
   */
  public static Spill plan(
      boolean receiver, List<Object> locals, BitSet live, List<Object> operands) {
    Layout layout = new Layout(receiver);
    List<SavedValue> savedLocals = new ArrayList<>();
    for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
      Object type = slot < locals.size() ? locals.get(slot) : Opcodes.TOP;
      if (type != Opcodes.TOP) {
        savedLocals.add(layout.place(slot, type));
      }
    }
    List<SavedValue> savedStack = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      savedStack.add(layout.place(i, operands.get(i)));
    }
    return new Spill(layout.shape(), receiver, List.copyOf(savedLocals), List.copyOf(savedStack));
  }

  /**
   * Plans the frame that the stub makes: the arguments of a call, saved as the parameters'
   * variables.
   */
  public static Spill ofParameters(boolean isStatic, String descriptor) {
    Layout layout = new Layout(!isStatic);
    List<SavedValue> parameters = new ArrayList<>();
    int slot = isStatic ? 0 : 1;
    for (Type type : Type.getArgumentTypes(descriptor)) {
      parameters.add(layout.place(slot, verificationType(type)));
      slot += type.getSize();
    }
    return new Spill(layout.shape(), !isStatic, List.copyOf(parameters), List.of());
  }

  /** The same with a wide frame. */
  Spill inWideFrame() {
    Shape wide = new Shape(shape.refs(), shape.longs(), true, false);
    return shape.wide() ? this : new Spill(wide, receiver, locals, stack);
  }

  /** The verification type of a value of a declared type (JVMS 4.10.1.2). */
  public static Object verificationType(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> Opcodes.INTEGER;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.LONG -> Opcodes.LONG;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      default -> type.getInternalName();
    };
  }
}
