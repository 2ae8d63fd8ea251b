package dev.fermata.transformer.emit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Copies the tables that stand beside the code, exception handlers and local variables with their
 * annotations, for a copy of the code from which parts may be missing.
 */
final class DebugTables {
  private final MethodNode from;
  private final LabelCopies labels;
  private final Slots slots;
  private final VisibleRanges visible;
  private final BitSet copied;

  DebugTables(
      MethodNode from, LabelCopies labels, Slots slots, VisibleRanges visible, BitSet copied) {
    this.from = from;
    this.labels = labels;
    this.slots = slots;
    this.visible = visible;
    this.copied = copied;
  }

  void copyTo(MethodNode out) {
    for (TryCatchBlockNode block : from.tryCatchBlocks) {
      if (isCode(block.start, block.end)) {
        TryCatchBlockNode copy =
            new TryCatchBlockNode(
                labels.get(block.start),
                labels.get(block.end),
                labels.get(block.handler),
                block.type);
        copy.visibleTypeAnnotations = block.visibleTypeAnnotations;
        copy.invisibleTypeAnnotations = block.invisibleTypeAnnotations;
        out.tryCatchBlocks.add(copy);
      }
    }
    if (from.localVariables != null) {
      out.localVariables = variables();
    }
    out.visibleLocalVariableAnnotations = annotations(from.visibleLocalVariableAnnotations);
    out.invisibleLocalVariableAnnotations = annotations(from.invisibleLocalVariableAnnotations);
  }

  /**
   * Whether any instruction of the range was copied: an empty range is not allowed (JVMS 4.7.3). A
   * range of a wrong table may begin or end within an instruction, and then has no label.
   */
  private boolean isCode(LabelNode start, LabelNode end) {
    if (labels.get(start) == null || labels.get(end) == null) {
      return false;
    }
    int first = copied.nextSetBit(from.instructions.indexOf(start));
    return first >= 0 && first < from.instructions.indexOf(end);
  }

  private List<LocalVariableNode> variables() {
    List<LocalVariableNode> copies = new ArrayList<>();
    for (LocalVariableNode variable : from.localVariables) {
      if (isCode(variable.start, variable.end)) {
        visible.ranges(variable).forEach(range -> copies.add(copy(variable, range)));
      }
    }
    return copies;
  }

  private LocalVariableNode copy(LocalVariableNode variable, VisibleRanges.Range range) {
    return new LocalVariableNode(
        variable.name,
        variable.desc,
        variable.signature,
        range.start(),
        range.end(),
        slots.of(variable.index));
  }

  private List<LocalVariableAnnotationNode> annotations(List<LocalVariableAnnotationNode> list) {
    if (list == null) {
      return null;
    }
    List<LocalVariableAnnotationNode> copies = new ArrayList<>();
    for (LocalVariableAnnotationNode node : list) {
      int[] ranges =
          IntStream.range(0, node.start.size())
              .filter(range -> isCode(node.start.get(range), node.end.get(range)))
              .toArray();
      if (ranges.length == 0) {
        continue;
      }
      LabelNode[] starts = copies(node.start, ranges);
      LabelNode[] ends = copies(node.end, ranges);
      int[] indexes = Arrays.stream(ranges).map(range -> slots.of(node.index.get(range))).toArray();
      LocalVariableAnnotationNode copy =
          new LocalVariableAnnotationNode(
              node.typeRef, node.typePath, starts, ends, indexes, node.desc);
      copy.values = node.values;
      copies.add(copy);
    }
    return copies;
  }

  private LabelNode[] copies(List<LabelNode> originals, int[] ranges) {
    return Arrays.stream(ranges)
        .mapToObj(range -> labels.get(originals.get(range)))
        .toArray(LabelNode[]::new);
  }
}
