package dev.fermata.transformer.emit;

import dev.fermata.transformer.analyse.Liveness;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;

/** Writes the stack map frames of a copy of a body. */
final class FrameWriter {
  private final MethodVisitor out;
  private final Slots slots;

  FrameWriter(MethodVisitor out, Slots slots) {
    this.out = out;
    this.slots = slots;
  }

  /** Writes a frame of the copy's own, with locals as {@link Slots} gives them. */
  void write(Object[] locals, Object... stack) {
    out.visitFrame(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
  }

  /**
   * Copies a frame of the original, with those variables that may still be read: the frames that
   * the copy adds declare no more, and in a protected range a handler must not.
   *
   * @param index where the frame stands
   */
  void copy(FrameNode frame, Liveness liveness, int index) {
    Object[] locals = slots.fixed();
    int variable = 0;
    List<Object> types = frame.local;
    for (int i = 0; i < types.size(); i++) {
      Object type = types.get(i);
      if (type != Opcodes.TOP && !slots.isReceiver(variable) && liveness.isLive(variable, index)) {
        locals[slots.of(variable)] = type;
      }
      variable += type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1;
    }
    write(labelled(Slots.compact(locals)), labelled(frame.stack.toArray()));
  }

  /** Puts labels in the place of their nodes in the types of uninitialised objects. */
  private static Object[] labelled(Object[] types) {
    for (int i = 0; i < types.length; i++) {
      if (types[i] instanceof LabelNode label) {
        types[i] = label.getLabel();
      }
    }
    return types;
  }
}
