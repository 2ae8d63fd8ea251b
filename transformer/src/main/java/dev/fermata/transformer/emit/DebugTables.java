package dev.fermata.transformer.emit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Copies the tables that stand beside the code, exception handlers and local variables with their
 * annotations, for a copy of the code from which parts may be missing. All are made before the code
 * is written, so that the ends of their ranges can be marked in it.
 */
final class DebugTables {
  /** The table's length has two bytes. */
  private static final int MOST_VARIABLES = 0xFFFF;

  /** An entry of the table of variables, of which no two may be the same. */
  private record Entry(int start, int end, String name, int slot) {}

  private final MethodNode from;
  private final CodeWriter out;
  private final Slots slots;
  private final BitSet copied;
  private final List<LocalVariableNode> variables = new ArrayList<>();
  private final List<LocalVariableAnnotationNode> visible;
  private final List<LocalVariableAnnotationNode> invisible;

  /**
   * For one copy.
   *
   * @param from the original
   * @param ranges where its local variables have values
   * @param copied which of its instructions have code in the copy
   */
  DebugTables(MethodNode from, CodeWriter out, Slots slots, VisibleRanges ranges, BitSet copied) {
    this.from = from;
    this.out = out;
    this.slots = slots;
    this.copied = copied;
    if (from.localVariables != null) {
      copyVariables(ranges);
    }
    visible = annotations(from.visibleLocalVariableAnnotations);
    invisible = annotations(from.invisibleLocalVariableAnnotations);
  }

  /**
   * Writes the protected ranges.
   *
   * @param others how many the copy has before them
   */
  void writeHandlers(int others) {
    int index = others;
    for (TryCatchBlockNode block : from.tryCatchBlocks) {
      if (isCode(block.start, block.end)) {
        TryCatchBlockNode copy =
            new TryCatchBlockNode(block.start, endOf(block.end), block.handler, block.type);
        copy.visibleTypeAnnotations = block.visibleTypeAnnotations;
        copy.invisibleTypeAnnotations = block.invisibleTypeAnnotations;
        copy.updateIndex(index++);
        copy.accept(out);
      }
    }
  }

  /**
   * Writes the tables of local variables. Ranges that differ in the original may be the same where
   * code is missing, and a variable may be cut into so many that the table is full: a debugger then
   * does not see the rest.
   */
  void writeVariables() {
    Set<Entry> written = new HashSet<>();
    for (LocalVariableNode variable : variables) {
      int start = variable.start.getLabel().getOffset();
      int end = variable.end.getLabel().getOffset();
      if (start < end
          && written.size() < MOST_VARIABLES
          && written.add(new Entry(start, end, variable.name, variable.index))) {
        variable.accept(out);
      }
    }
    visible.forEach(annotation -> annotation.accept(out, true));
    invisible.forEach(annotation -> annotation.accept(out, false));
  }

  private LabelNode endOf(LabelNode label) {
    return new LabelNode(out.endOf(label.getLabel()));
  }

  /**
   * Whether any instruction of the range has code in the copy: an empty range is not allowed (JVMS
   * 4.7.3). A range of a wrong table may begin or end within an instruction, and then has no label.
   */
  private boolean isCode(LabelNode start, LabelNode end) {
    if (!stands(start) || !stands(end)) {
      return false;
    }
    int first = copied.nextSetBit(from.instructions.indexOf(start));
    return first >= 0 && first < from.instructions.indexOf(end);
  }

  private boolean stands(LabelNode label) {
    int index = from.instructions.indexOf(label);
    return index >= 0 && index < from.instructions.size() && from.instructions.get(index) == label;
  }

  private void copyVariables(VisibleRanges ranges) {
    for (LocalVariableNode variable : from.localVariables) {
      if (isCode(variable.start, variable.end)) {
        ranges.ranges(variable).forEach(range -> variables.add(copy(variable, range)));
      }
    }
  }

  private LocalVariableNode copy(LocalVariableNode variable, VisibleRanges.Range range) {
    return new LocalVariableNode(
        variable.name,
        variable.desc,
        variable.signature,
        new LabelNode(range.start()),
        new LabelNode(out.endOf(range.end())),
        slots.of(variable.index));
  }

  private List<LocalVariableAnnotationNode> annotations(List<LocalVariableAnnotationNode> list) {
    if (list == null) {
      return List.of();
    }
    List<LocalVariableAnnotationNode> copies = new ArrayList<>();
    for (LocalVariableAnnotationNode node : list) {
      int[] ranges =
          IntStream.range(0, node.start.size())
              .filter(range -> node.index.get(range) < from.maxLocals)
              .filter(range -> isCode(node.start.get(range), node.end.get(range)))
              .toArray();
      if (ranges.length > 0) {
        copies.add(copy(node, ranges));
      }
    }
    return copies;
  }

  private LocalVariableAnnotationNode copy(LocalVariableAnnotationNode node, int[] ranges) {
    LocalVariableAnnotationNode copy =
        new LocalVariableAnnotationNode(
            node.typeRef,
            node.typePath,
            Arrays.stream(ranges).mapToObj(node.start::get).toArray(LabelNode[]::new),
            Arrays.stream(ranges)
                .mapToObj(range -> endOf(node.end.get(range)))
                .toArray(LabelNode[]::new),
            Arrays.stream(ranges).map(range -> slots.of(node.index.get(range))).toArray(),
            node.desc);
    copy.values = node.values;
    return copy;
  }
}
