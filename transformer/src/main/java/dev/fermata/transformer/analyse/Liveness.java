package dev.fermata.transformer.analyse;

import java.util.BitSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables may still be read after each instruction, on a normal path or in a handler.
 *
 * <p>The usual backward data flow: the code is gone through from its end until nothing changes any
 * more, which straight code needs once and a loop once more. A two-slot value counts by its first
 * slot.
 */
public final class Liveness {
  private final Flow flow;

  /** How many words hold a bit for each variable. */
  private final int words;

  /** The variables before each instruction, so many words each. */
  private final long[] before;

  /** The variables before the instruction at hand. */
  private final long[] row;

  /** Analyses a method. */
  public Liveness(Flow flow) {
    this.flow = flow;
    InsnList insns = flow.method().instructions;
    int variables = 1;
    for (int i = 0; i < insns.size(); i++) {
      variables = Math.max(variables, variable(insns.get(i)) + 1);
    }
    words = (variables + 63) / 64;
    before = new long[insns.size() * words];
    row = new long[words];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = insns.size() - 1; i >= 0; i--) {
        changed |= transfer(i, insns.get(i));
      }
    }
  }

  /** The variable that an instruction accesses; -1 for none. */
  private static int variable(AbstractInsnNode insn) {
    if (insn instanceof VarInsnNode access) {
      return access.var;
    }
    return insn instanceof IincInsnNode increment ? increment.var : -1;
  }

  private boolean transfer(int index, AbstractInsnNode insn) {
    add(flow.successors(index));
    int variable = variable(insn);
    if (variable >= 0 && insn.getOpcode() != Opcodes.RET) {
      boolean store = insn.getOpcode() >= Opcodes.ISTORE && insn.getOpcode() <= Opcodes.ASTORE;
      long bit = 1L << variable;
      int word = variable / 64;
      row[word] = store ? row[word] & ~bit : row[word] | bit;
    }
    add(flow.handlers(index));
    boolean changed = false;
    for (int word = 0; word < words; word++) {
      changed |= before[index * words + word] != row[word];
      before[index * words + word] = row[word];
      row[word] = 0;
    }
    return changed;
  }

  private void add(int[] indexes) {
    for (int index : indexes) {
      for (int word = 0; word < words; word++) {
        row[word] |= before[index * words + word];
      }
    }
  }

  /** The variables that may be read when control stands before the instruction at {@code index}. */
  public BitSet before(int index) {
    long[] variables = new long[words];
    System.arraycopy(before, index * words, variables, 0, words);
    return BitSet.valueOf(variables);
  }

  /** Whether a variable may be read from the instruction at {@code index} on. */
  public boolean isLive(int variable, int index) {
    return variable < 64 * words && (before[index * words + variable / 64] & 1L << variable) != 0;
  }

  /**
   * The variables that may be read once the instruction at {@code index} has ended, by its value or
   * by an exception.
   */
  public BitSet after(int index) {
    BitSet live = new BitSet();
    for (int successor : flow.successors(index)) {
      live.or(before(successor));
    }
    for (int handler : flow.handlers(index)) {
      live.or(before(handler));
    }
    return live;
  }
}
