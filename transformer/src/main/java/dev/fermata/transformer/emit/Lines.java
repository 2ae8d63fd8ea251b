package dev.fermata.transformer.emit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Writes the line number entries of a copy of the code.
 *
 * <p>Of some lines resume code has only a later part. A breakpoint on such a line must not stop
 * there once more, in the middle of its line; so its entry goes to an instruction that never runs.
 *
 * <pre>
 *   goto X                      goto X
 *   D: [line 3, frame] …        [line 3, frame] nop
 *                               D: [frame] …
 * </pre>
 */
final class Lines {
  private final MethodNode out;
  private final Set<LineNumberNode> lost = new HashSet<>();
  private LineNumberNode pending;
  private boolean incomplete;

  /** For one method that is being written. */
  Lines(MethodNode out) {
    this.out = out;
  }

  /** Takes note that a line begins. */
  void begin(LineNumberNode line) {
    pending = line;
    incomplete = false;
  }

  /** Takes note that an instruction is left out. */
  void leaveOut() {
    incomplete = true;
  }

  /** Writes the entry of the instruction that follows, if it begins a line. */
  void write() {
    if (pending != null) {
      LabelNode start = new LabelNode();
      out.instructions.add(start);
      LineNumberNode line = new LineNumberNode(pending.line, start);
      out.instructions.add(line);
      if (incomplete) {
        lost.add(line);
      }
      pending = null;
    }
  }

  /** Moves the entries of incomplete lines, when the code and its tables are complete. */
  void moveIncomplete() {
    lost.forEach(this::move);
  }

  private void move(LineNumberNode line) {
    AbstractInsnNode previous = line.getPrevious();
    while (previous != null && previous.getOpcode() < 0) {
      previous = previous.getPrevious();
    }
    if (previous == null || goesOn(previous)) {
      return;
    }
    FrameNode frame = null;
    Set<LabelNode> labels = new HashSet<>();
    AbstractInsnNode at = previous.getNext();
    for (; at != null && at.getOpcode() < 0; at = at.getNext()) {
      if (at instanceof FrameNode found) {
        frame = found;
      } else if (at instanceof LabelNode label) {
        labels.add(label);
      }
    }
    if (frame != null) {
      out.instructions.remove(line);
      endRanges(labels, insertDeadCode(previous, line.line, frame));
    }
  }

  private static boolean goesOn(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    return opcode != Opcodes.GOTO
        && opcode != Opcodes.ATHROW
        && opcode != Opcodes.TABLESWITCH
        && opcode != Opcodes.LOOKUPSWITCH
        && (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN);
  }

  /** The label in front of the dead code. */
  private LabelNode insertDeadCode(AbstractInsnNode previous, int line, FrameNode frame) {
    LabelNode start = new LabelNode();
    InsnList code = new InsnList();
    code.add(start);
    code.add(new LineNumberNode(line, start));
    code.add(
        new FrameNode(
            Opcodes.F_NEW,
            frame.local.size(),
            frame.local.toArray(),
            frame.stack.size(),
            frame.stack.toArray()));
    code.add(new InsnNode(Opcodes.NOP));
    out.instructions.insert(previous, code);
    return start;
  }

  /** Has what ended behind {@code previous} end there still, and not cover the dead code. */
  private void endRanges(Set<LabelNode> labels, LabelNode end) {
    for (TryCatchBlockNode block : out.tryCatchBlocks) {
      if (labels.contains(block.end)) {
        block.end = end;
      }
    }
    if (out.localVariables != null) {
      for (LocalVariableNode variable : out.localVariables) {
        if (labels.contains(variable.end)) {
          variable.end = end;
        }
      }
    }
    endRanges(out.visibleLocalVariableAnnotations, labels, end);
    endRanges(out.invisibleLocalVariableAnnotations, labels, end);
  }

  private static void endRanges(
      List<LocalVariableAnnotationNode> annotations, Set<LabelNode> labels, LabelNode end) {
    if (annotations != null) {
      for (LocalVariableAnnotationNode annotation : annotations) {
        List<LabelNode> ends = new ArrayList<>(annotation.end);
        ends.replaceAll(label -> labels.contains(label) ? end : label);
        annotation.end = ends;
      }
    }
  }
}
