package dev.fermata.transformer.analyse;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
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

  private final BitSet[] before;
  private final Deque<Integer> work = new ArrayDeque<>();

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
    this.before = new BitSet[insns.size()];
    if (entry != null) {
      reach(0, entry);
    }
    for (int index = 0; index < saved.length; index++) {
      if (saved[index] != null) {
        leave(index, saved[index], saved[index]);
      }
    }
    while (!work.isEmpty()) {
      int index = work.pop();
      leave(index, before[index], after(index));
    }
  }

  /** Whether a variable surely has a value before and after the instruction at {@code index}. */
  public boolean isSet(int variable, int index) {
    BitSet variables = before[index];
    BitSet kept = saved[index];
    if (variables == null) {
      variables = kept;
    }
    return variables != null && variables.get(variable) && (kept == null || kept.get(variable));
  }

  private BitSet after(int index) {
    if (saved[index] != null) {
      return saved[index];
    }
    AbstractInsnNode insn = insns.get(index);
    if (insn instanceof VarInsnNode store
        && store.getOpcode() >= Opcodes.ISTORE
        && store.getOpcode() <= Opcodes.ASTORE
        && !before[index].get(store.var)) {
      BitSet variables = (BitSet) before[index].clone();
      variables.set(store.var);
      return variables;
    }
    return before[index];
  }

  private void leave(int index, BitSet thrown, BitSet ended) {
    for (int handler : flow.handlers(index)) {
      reach(handler, saved[index] != null ? ended : thrown);
    }
    for (int successor : flow.successors(index)) {
      reach(successor, ended);
    }
  }

  private void reach(int index, BitSet variables) {
    BitSet known = before[index];
    if (known == null) {
      before[index] = (BitSet) variables.clone();
      work.push(index);
      return;
    }
    int count = known.cardinality();
    known.and(variables);
    if (known.cardinality() < count) {
      work.push(index);
    }
  }
}
