package dev.fermata.transformer.analyse;

import java.util.BitSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables surely have a value before each instruction of resume code, where an await
 * leaves only those that were saved: a debugger must not be told of the others.
 *
 * <p>A forward data flow: a store adds a variable, an await keeps the saved ones, paths that meet
 * keep what all have.
 */
public final class DefiniteAssignment {
  private final Flow flow;
  private final InsnList insns;

  /** What each await saves; null where there is none. */
  private final BitSet[] saved;

  /** How many words hold a bit for each variable. */
  private final int words;

  /** The variables before each instruction that is reached, so many words each. */
  private final long[] before;

  private final boolean[] reached;

  /** The instructions to go on from; each stands there once. */
  private final int[] work;

  private final boolean[] waits;
  private int waiting;

  /** The variables after the instruction at hand. */
  private final long[] row;

  /**
   * Analyses a method.
   *
   * @param saved the variables that the await at each index saves; null where there is none
   * @param entry the variables that are set where the method begins; null where resume code has no
   *     beginning
   */
  public DefiniteAssignment(Flow flow, BitSet[] saved, BitSet entry) {
    this.flow = flow;
    this.insns = flow.method().instructions;
    this.saved = saved;
    this.words = flow.method().maxLocals / 64 + 1;
    this.before = new long[saved.length * words];
    this.reached = new boolean[saved.length];
    this.work = new int[saved.length];
    this.waits = new boolean[saved.length];
    this.row = new long[words];
    if (entry != null) {
      take(entry);
      reach(0);
    }
    for (int index = 0; index < saved.length; index++) {
      if (saved[index] != null) {
        leave(index);
      }
    }
    while (waiting > 0) {
      int index = work[--waiting];
      waits[index] = false;
      leave(index);
    }
  }

  /** Whether a variable surely has a value before and after the instruction at {@code index}. */
  public boolean isSet(int variable, int index) {
    BitSet kept = saved[index];
    if (kept != null && !kept.get(variable)) {
      return false;
    }
    return reached[index]
        ? variable < 64 * words && (before[index * words + variable / 64] & 1L << variable) != 0
        : kept != null;
  }

  private void take(BitSet variables) {
    for (int word = 0; word < words; word++) {
      row[word] = 0;
    }
    for (int i = variables.nextSetBit(0); i >= 0; i = variables.nextSetBit(i + 1)) {
      row[i / 64] |= 1L << i;
    }
  }

  /** An exception leaves an instruction with what it had; an await leaves only what it saves. */
  private void leave(int index) {
    if (saved[index] != null) {
      take(saved[index]);
      reach(flow.handlers(index));
    } else {
      System.arraycopy(before, index * words, row, 0, words);
      reach(flow.handlers(index));
      store(insns.get(index));
    }
    reach(flow.successors(index));
  }

  private void store(AbstractInsnNode insn) {
    if (insn instanceof VarInsnNode store
        && store.getOpcode() >= Opcodes.ISTORE
        && store.getOpcode() <= Opcodes.ASTORE) {
      row[store.var / 64] |= 1L << store.var;
    }
  }

  private void reach(int[] indexes) {
    for (int index : indexes) {
      reach(index);
    }
  }

  private void reach(int index) {
    boolean first = !reached[index];
    boolean changed = first;
    reached[index] = true;
    for (int word = index * words, i = 0; i < words; word++, i++) {
      long kept = first ? row[i] : before[word] & row[i];
      changed |= kept != before[word];
      before[word] = kept;
    }
    if (changed && !waits[index]) {
      waits[index] = true;
      work[waiting++] = index;
    }
  }
}
