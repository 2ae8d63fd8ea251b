package dev.fermata.transformer.emit;

import dev.fermata.transformer.analyse.DefiniteAssignment;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;

/** Cuts the range of a local variable to the parts of a copy in which it has a value. */
final class VisibleRanges {
  /** A part of the copied code, end exclusive. */
  record Range(LabelNode start, LabelNode end) {}

  private final InsnList from;
  private final InsnList to;
  private final LabelCopies labels;
  private final AbstractInsnNode[] copies;
  private final DefiniteAssignment assignment;

  /**
   * For one copy.
   *
   * @param from the original code
   * @param to the copied code, which gets labels
   * @param labels the copies of the original's labels
   * @param copies the first instruction that each instruction of the original became; null where it
   *     has no copy
   * @param assignment which variables have values in the original; null where all of its ranges
   *     hold
   */
  VisibleRanges(
      InsnList from,
      InsnList to,
      LabelCopies labels,
      AbstractInsnNode[] copies,
      DefiniteAssignment assignment) {
    this.from = from;
    this.to = to;
    this.labels = labels;
    this.copies = copies;
    this.assignment = assignment;
  }

  List<Range> ranges(LocalVariableNode variable) {
    if (assignment == null) {
      return List.of(new Range(labels.get(variable.start), labels.get(variable.end)));
    }
    return cut(variable);
  }

  private List<Range> cut(LocalVariableNode variable) {
    List<Range> ranges = new ArrayList<>();
    LabelNode start = null;
    int end = from.indexOf(variable.end);
    for (int index = from.indexOf(variable.start); index < end; index++) {
      if (copies[index] == null) {
        continue;
      }
      boolean set = assignment.isSet(variable.index, index);
      if (start == null && set) {
        start = labelBefore(index);
      } else if (start != null && !set) {
        ranges.add(new Range(start, labelBefore(index)));
        start = null;
      }
    }
    if (start != null) {
      ranges.add(new Range(start, labels.get(variable.end)));
    }
    return ranges;
  }

  private LabelNode labelBefore(int index) {
    LabelNode label = new LabelNode();
    to.insertBefore(copies[index], label);
    return label;
  }
}
