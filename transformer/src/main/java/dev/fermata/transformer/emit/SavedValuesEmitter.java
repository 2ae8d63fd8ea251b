package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.SavedValue;
import dev.fermata.transformer.plan.Sharing;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the calls that bring variables into {@code continuation.SavedValues} and out again. A call
 * that adds eight values takes half the bytes of eight calls.
 */
final class SavedValuesEmitter {
  private static final int TOGETHER = 8;

  private final MethodVisitor mv;
  private final Slots slots;
  private final Casts casts;

  SavedValuesEmitter(MethodVisitor mv, Slots slots, Casts casts) {
    this.mv = mv;
    this.slots = slots;
    this.casts = casts;
  }

  /** Replaces the point's number on the operand stack by the object that takes the values. */
  void begin(Sharing.Size size) {
    Insns.push(mv, size.refs());
    Insns.push(mv, size.longs());
    Insns.push(mv, size.ints());
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.SAVED_VALUES,
        RuntimeNames.BEGIN,
        RuntimeNames.BEGIN_DESC,
        false);
  }

  /** Adds variables, to the object on the operand stack. */
  void add(List<SavedValue> values) {
    int from = 0;
    while (from < values.size() && !values.get(from).isNull()) {
      String type = descriptor(values.get(from));
      int count = areAlike(values, from) ? TOGETHER : 1;
      for (SavedValue value : values.subList(from, from + count)) {
        mv.visitVarInsn(value.loadOpcode(), slots.of(value.index()));
      }
      call(RuntimeNames.ADD, RuntimeNames.addDescriptor(type, count));
      from += count;
    }
  }

  /** Whether from one value on enough are of one kind to be added together. */
  private static boolean areAlike(List<SavedValue> values, int from) {
    if (from + TOGETHER > values.size()) {
      return false;
    }
    String type = descriptor(values.get(from));
    return values.subList(from, from + TOGETHER).stream()
        .allMatch(value -> !value.isNull() && descriptor(value).equals(type));
  }

  /** Sets variables to null or zero, so that they can be added where others need it. */
  void fill(List<SavedValue> values) {
    for (SavedValue value : values) {
      if (!value.isNull()) {
        mv.visitInsn(zero(value));
        mv.visitVarInsn(value.storeOpcode(), slots.of(value.index()));
      }
    }
  }

  private static int zero(SavedValue value) {
    return switch (descriptor(value)) {
      case "I" -> Opcodes.ICONST_0;
      case "F" -> Opcodes.FCONST_0;
      case "J" -> Opcodes.LCONST_0;
      case "D" -> Opcodes.DCONST_0;
      default -> Opcodes.ACONST_NULL;
    };
  }

  /** Takes variables out of the object on the operand stack, where they have been added so. */
  void take(List<SavedValue> values) {
    for (int i = values.size() - 1; i >= 0; i--) {
      SavedValue value = values.get(i);
      if (value.isNull()) {
        mv.visitInsn(Opcodes.ACONST_NULL);
      } else {
        mv.visitInsn(Opcodes.DUP);
        take(value);
      }
      mv.visitVarInsn(value.storeOpcode(), slots.of(value.index()));
    }
  }

  private void take(SavedValue value) {
    String type = descriptor(value);
    String kind =
        switch (type) {
          case "I" -> "Int";
          case "F" -> "Float";
          case "J" -> "Long";
          case "D" -> "Double";
          default -> "";
        };
    call(RuntimeNames.TAKE + kind, "()" + type);
    if (value.isReference()) {
      casts.cast(mv, (String) value.type());
    }
  }

  private void call(String name, String descriptor) {
    mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, RuntimeNames.SAVED_VALUES, name, descriptor, false);
  }

  private static String descriptor(SavedValue value) {
    if (value.isReference()) {
      return "Ljava/lang/Object;";
    }
    if (value.isWide()) {
      return value.type() == Opcodes.LONG ? "J" : "D";
    }
    return value.type() == Opcodes.INTEGER ? "I" : "F";
  }
}
