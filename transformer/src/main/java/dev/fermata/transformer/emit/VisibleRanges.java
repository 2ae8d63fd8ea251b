package dev.fermata.transformer.emit;

import dev.fermata.transformer.analyse.DefiniteAssignment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LocalVariableNode;

/** Cuts the range of a local variable to the parts of a copy in which it has a value. */
final class VisibleRanges {
  /** A part of the copied code, end exclusive. */
  record Range(Label start, Label end) {}

  private final InsnList insns;
  private final BitSet copied;
  private final DefiniteAssignment assignment;

  /** The labels in front of the copies of instructions; null where none is needed. */
  private final Label[] marks;

  /**
   * For one copy.
   *
   * @param insns the original code
   * @param copied which instructions have a place in the copy
   * @param assignment which variables have values in the original; null where all of its ranges
   *     hold
   */
  VisibleRanges(InsnList insns, BitSet copied, DefiniteAssignment assignment) {
    this.insns = insns;
    this.copied = copied;
    this.assignment = assignment;
    this.marks = new Label[assignment == null ? 0 : insns.size()];
  }

  List<Range> ranges(LocalVariableNode variable) {
    if (assignment == null) {
      return List.of(new Range(variable.start.getLabel(), variable.end.getLabel()));
    }
    return cut(variable);
  }

  private List<Range> cut(LocalVariableNode variable) {
    List<Range> ranges = new ArrayList<>();
    Label start = null;
    int end = insns.indexOf(variable.end);
    int index = copied.nextSetBit(insns.indexOf(variable.start));
    for (; index >= 0 && index < end; index = copied.nextSetBit(index + 1)) {
      boolean set = assignment.isSet(variable.index, index);
      if (start == null && set) {
        start = mark(index);
      } else if (start != null && !set) {
        ranges.add(new Range(start, mark(index)));
        start = null;
      }
    }
    if (start != null) {
      ranges.add(new Range(start, variable.end.getLabel()));
    }
    return ranges;
  }

  private Label mark(int index) {
    if (marks[index] == null) {
      marks[index] = new Label();
    }
    return marks[index];
  }

  /** The label that the copy of an instruction needs in front of it; null where none is needed. */
  Label markOf(int index) {
    return index < marks.length ? marks[index] : null;
  }
}
