package dev.fermata.transformer.emit;

import dev.fermata.transformer.analyse.Liveness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/** Writes the stack map frames of a copy of a body. */
final class FrameWriter {
  private static final Object[] NONE = {};

  private final MethodNode out;
  private final Slots slots;
  private final Map<LabelNode, LabelNode> labels;

  FrameWriter(MethodNode out, Slots slots, Map<LabelNode, LabelNode> labels) {
    this.out = out;
    this.slots = slots;
    this.labels = labels;
  }

  /** Writes a frame of the copy's own, with locals as {@link Slots} gives them. */
  void write(List<Object> locals, List<Object> stack) {
    FrameNode frame = new FrameNode(Opcodes.F_NEW, 0, NONE, 0, NONE);
    frame.local = locals;
    frame.stack = stack;
    out.instructions.add(frame);
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
    for (Object type : frame.local) {
      if (type != Opcodes.TOP && !slots.isReceiver(variable) && liveness.isLive(variable, index)) {
        locals[slots.of(variable)] = type;
      }
      variable += type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1;
    }
    write(renamed(Slots.compact(locals)), renamed(frame.stack));
  }

  /**
   * Puts the copy's labels in the place of the original's in the types of uninitialised objects.
   */
  private List<Object> renamed(List<Object> types) {
    List<Object> result = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      Object type = types.get(i);
      result.add(type instanceof LabelNode label ? labels.get(label) : type);
    }
    return result;
  }
}
