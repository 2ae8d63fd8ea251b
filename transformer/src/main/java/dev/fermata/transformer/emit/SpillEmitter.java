package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.SavedValue;
import dev.fermata.transformer.plan.Shape;
import dev.fermata.transformer.plan.Spill;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes the code that saves values into a frame and takes them out again. */
final class SpillEmitter {
  private static final String[] REFERENCES = numbered("r");
  private static final String[] LONGS = numbered("p");

  private final MethodVisitor mv;
  private final Spill spill;
  private final IntUnaryOperator slots;
  private final int temporaries;
  private final Casts casts;

  /** The values to save, the local variables first. */
  private List<SavedValue> values = List.of();

  /**
   * For one spill in one method.
   *
   * @param mv where the code goes
   * @param spill what to save
   * @param slots the slot of a variable of the original body
   * @param temporaries the first free slot
   * @param casts how the restored values get their types
   */
  SpillEmitter(
      MethodVisitor mv, Spill spill, IntUnaryOperator slots, int temporaries, Casts casts) {
    this.mv = mv;
    this.spill = spill;
    this.slots = slots;
    this.temporaries = temporaries;
    this.casts = casts;
  }

  /** The names of a frame's fields of one kind. */
  private static String[] numbered(String letter) {
    return IntStream.range(0, Shape.MOST_REFS)
        .mapToObj(number -> (letter + number).intern())
        .toArray(String[]::new);
  }

  // ------------------------------------------------------------------ saving

  /**
   * Makes a frame of the live values.
   *
   * <pre>
   * before: … operands
   * after:  … frame
   * </pre>
   *
   * @param old pushes the frame to use again, or null
   * @param dispatcher pushes the class's dispatcher
   * @param state pushes the frame's state
   */
  void save(Runnable old, Runnable dispatcher, Runnable state) {
    values = new ArrayList<>(spill.locals());
    values.addAll(spill.stack());
    storeOperands();
    if (spill.shape().wide()) {
      pushWide();
    } else {
      pushFields();
    }
    old.run();
    dispatcher.run();
    state.run();
    Shape shape = spill.shape();
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        shape.owner(),
        RuntimeNames.SHAPE_OF,
        shape.factoryDescriptor(),
        false);
  }

  /**
   * Moves the operands into temporaries, so that all values can be pushed in the order of the
   * fields.
   */
  private void storeOperands() {
    for (int i = spill.stack().size() - 1; i >= 0; i--) {
      SavedValue operand = spill.stack().get(i);
      if (operand.isNull()) {
        mv.visitInsn(Opcodes.POP);
      } else {
        mv.visitVarInsn(operand.storeOpcode(), temporary(i));
      }
    }
  }

  private int temporary(int operand) {
    int slot = temporaries;
    for (int i = 0; i < operand; i++) {
      slot += spill.stack().get(i).isWide() ? 2 : 1;
    }
    return slot;
  }

  private void pushFields() {
    Shape shape = spill.shape();
    for (int field = 0; field < shape.refs(); field++) {
      pushReference(field);
    }
    if (shape.narrow()) {
      for (SavedValue value : values) {
        if (!value.isReference()) {
          load(value);
        }
      }
      return;
    }
    for (int field = 0; field < shape.longs(); field++) {
      pushLong(field);
    }
  }

  private void pushWide() {
    Shape shape = spill.shape();
    pushReference(0);
    Insns.push(mv, shape.refs());
    mv.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    for (int field = 1; field < shape.refs(); field++) {
      mv.visitInsn(Opcodes.DUP);
      Insns.push(mv, field);
      pushReference(field);
      mv.visitInsn(Opcodes.AASTORE);
    }
    Insns.push(mv, shape.longs());
    mv.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
    for (int field = 0; field < shape.longs(); field++) {
      mv.visitInsn(Opcodes.DUP);
      Insns.push(mv, field);
      pushLong(field);
      mv.visitInsn(Opcodes.LASTORE);
    }
  }

  private void pushReference(int field) {
    if (field == 0 && spill.receiver()) {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      return;
    }
    for (SavedValue value : values) {
      if (value.isReference() && value.field() == field) {
        load(value);
        return;
      }
    }
    mv.visitInsn(Opcodes.ACONST_NULL);
  }

  /** Pushes what goes into a 64-bit field: a long, a double's bits, or two 32-bit values. */
  private void pushLong(int field) {
    List<SavedValue> parts = new ArrayList<>(2);
    for (SavedValue value : values) {
      if (!value.isReference() && value.field() == field) {
        parts.add(value);
      }
    }
    if (parts.isEmpty()) {
      mv.visitInsn(Opcodes.LCONST_0);
      return;
    }
    load(parts.get(0));
    if (parts.size() == 2) {
      load(parts.get(1));
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.FRAME,
          RuntimeNames.PACK,
          RuntimeNames.PACK_DESC,
          false);
    } else if (!parts.get(0).isWide()) {
      mv.visitInsn(Opcodes.I2L);
    }
  }

  /** Pushes a value, a floating point one as its bits. */
  private void load(SavedValue value) {
    mv.visitVarInsn(value.loadOpcode(), place(value));
    if (value.type() == Opcodes.FLOAT) {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Float", "floatToRawIntBits", "(F)I", false);
    } else if (value.type() == Opcodes.DOUBLE) {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Double", "doubleToRawLongBits", "(D)J", false);
    }
  }

  private int place(SavedValue value) {
    boolean operand =
        value.index() < spill.stack().size() && spill.stack().get(value.index()).equals(value);
    return operand ? temporary(value.index()) : slots.applyAsInt(value.index());
  }

  // ------------------------------------------------------------------ restoring

  /**
   * Takes the values out of a frame and empties it.
   *
   * <pre>
   * before: … frame
   * after:  … operands
   * </pre>
   */
  void restore() {
    int frame = temporaries;
    mv.visitTypeInsn(Opcodes.CHECKCAST, spill.shape().owner());
    mv.visitVarInsn(Opcodes.ASTORE, frame);
    for (SavedValue local : spill.locals()) {
      take(local, frame);
      mv.visitVarInsn(local.storeOpcode(), slots.applyAsInt(local.index()));
    }
    for (SavedValue operand : spill.stack()) {
      take(operand, frame);
    }
    clear(frame);
  }

  /** As {@link #restore}, but leaves the local variables on the operand stack, in their order. */
  void restoreAsOperands() {
    int frame = temporaries;
    mv.visitTypeInsn(Opcodes.CHECKCAST, spill.shape().owner());
    mv.visitVarInsn(Opcodes.ASTORE, frame);
    for (SavedValue local : spill.locals()) {
      take(local, frame);
    }
    clear(frame);
  }

  private void clear(int frame) {
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    mv.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, spill.shape().owner(), RuntimeNames.CLEAR, "()V", false);
  }

  private void take(SavedValue value, int frame) {
    if (value.isNull()) {
      mv.visitInsn(Opcodes.ACONST_NULL);
    } else if (value.isReference()) {
      takeReference(value, frame);
    } else {
      takePrimitive(value, frame);
    }
  }

  private void takeReference(SavedValue value, int frame) {
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    if (spill.shape().wide() && value.field() > 0) {
      mv.visitFieldInsn(
          Opcodes.GETFIELD, spill.shape().owner(), RuntimeNames.WIDE_REFS, "[Ljava/lang/Object;");
      Insns.push(mv, value.field());
      mv.visitInsn(Opcodes.AALOAD);
    } else {
      mv.visitFieldInsn(
          Opcodes.GETFIELD, spill.shape().owner(), REFERENCES[value.field()], "Ljava/lang/Object;");
    }
    casts.cast(mv, (String) value.type());
  }

  private void takePrimitive(SavedValue value, int frame) {
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    String owner = spill.shape().owner();
    if (spill.shape().narrow()) {
      mv.visitFieldInsn(Opcodes.GETFIELD, owner, RuntimeNames.NARROW_VALUE, "I");
    } else {
      takeLong(value.field(), owner);
      if (!value.isWide()) {
        takeHalf(value.high());
      }
    }
    if (value.type() == Opcodes.FLOAT) {
      mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Float", "intBitsToFloat", "(I)F", false);
    } else if (value.type() == Opcodes.DOUBLE) {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
    }
  }

  private void takeLong(int field, String owner) {
    if (spill.shape().wide()) {
      mv.visitFieldInsn(Opcodes.GETFIELD, owner, RuntimeNames.WIDE_LONGS, "[J");
      Insns.push(mv, field);
      mv.visitInsn(Opcodes.LALOAD);
    } else {
      mv.visitFieldInsn(Opcodes.GETFIELD, owner, LONGS[field], "J");
    }
  }

  private void takeHalf(boolean high) {
    if (high) {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.FRAME,
          RuntimeNames.HIGH,
          RuntimeNames.HIGH_DESC,
          false);
    } else {
      mv.visitInsn(Opcodes.L2I);
    }
  }
}
