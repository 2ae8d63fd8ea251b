package dev.fermata.transformer.emit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/** Writes the stack map frames of a copy of a body. */
final class FrameWriter {
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
    out.instructions.add(
        new FrameNode(
            Opcodes.F_NEW,
            locals.size(),
            renamed(locals).toArray(),
            stack.size(),
            renamed(stack).toArray()));
  }

  /**
   * Copies a frame of the original.
   *
   * @param declared the variables that the copy sets
   */
  void copy(FrameNode frame, BitSet declared) {
    List<Object> bySlot = new ArrayList<>();
    for (Object type : frame.local) {
      boolean keep = declared.get(bySlot.size());
      bySlot.add(keep ? type : Opcodes.TOP);
      if (type == Opcodes.LONG || type == Opcodes.DOUBLE) {
        bySlot.add(Opcodes.TOP);
      }
    }
    write(slots.frameLocalsOf(bySlot), frame.stack);
  }

  /**
   * Puts the copy's labels in the place of the original's in the types of uninitialised objects.
   */
  private List<Object> renamed(List<Object> types) {
    List<Object> result = new ArrayList<>();
    for (Object type : types) {
      result.add(type instanceof LabelNode label ? labels.get(label) : type);
    }
    return result;
  }
}
