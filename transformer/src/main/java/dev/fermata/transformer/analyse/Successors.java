package dev.fermata.transformer.analyse;

import java.util.List;
import java.util.stream.IntStream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** The normal control flow between instructions, by index; exceptions apart. */
public final class Successors {
  /** What the instructions at the first indexes go on to where they do not branch. */
  private static final int[][] STRAIGHT =
      IntStream.range(1, 1025).mapToObj(next -> new int[] {next}).toArray(int[][]::new);

  private static final int[] NONE = {};

  private Successors() {}

  /**
   * The indexes that control may reach from {@code index} without an exception; not to be modified.
   */
  public static int[] of(InsnList insns, int index) {
    AbstractInsnNode insn = insns.get(index);
    int opcode = insn.getOpcode();
    if (opcode < Opcodes.IFEQ) {
      return index + 1 == insns.size() ? NONE : straight(index);
    }
    if (insn instanceof JumpInsnNode jump) {
      int target = insns.indexOf(jump.label);
      return opcode == Opcodes.GOTO ? new int[] {target} : new int[] {index + 1, target};
    }
    if (insn instanceof TableSwitchInsnNode table) {
      return targets(insns, table.labels, table.dflt);
    }
    if (insn instanceof LookupSwitchInsnNode lookup) {
      return targets(insns, lookup.labels, lookup.dflt);
    }
    boolean ends =
        (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) || opcode == Opcodes.ATHROW;
    return ends || index + 1 == insns.size() ? NONE : straight(index);
  }

  private static int[] straight(int index) {
    return index < STRAIGHT.length ? STRAIGHT[index] : new int[] {index + 1};
  }

  private static int[] targets(InsnList insns, List<LabelNode> labels, LabelNode otherwise) {
    int[] result = new int[labels.size() + 1];
    for (int i = 0; i < labels.size(); i++) {
      result[i] = insns.indexOf(labels.get(i));
    }
    result[labels.size()] = insns.indexOf(otherwise);
    return result;
  }
}
