package dev.fermata.transformer.analyse;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables surely have a value before each instruction of resume code, where an await
 * leaves only those that were saved: a debugger must not be told of the others.
 *
 * <p>A forward data flow: a store adds a variable, an await keeps the saved ones, paths that meet
 * keep what all have.
 */
public final class DefiniteAssignment {
  private final InsnList insns;
  private final ExceptionEdges edges;
  private final Map<AbstractInsnNode, BitSet> saved;
  private final BitSet[] before;
  private final Deque<Integer> work = new ArrayDeque<>();

  /**
   * Analyses a method.
   *
   * @param saved the variables that each await saves
   * @param entry the variables that are set where the method begins; null where resume code has no
   *     beginning
   */
  public DefiniteAssignment(MethodNode method, Map<AbstractInsnNode, BitSet> saved, BitSet entry) {
    this.insns = method.instructions;
    this.edges = ExceptionEdges.asVerified(method);
    this.saved = saved;
    this.before = new BitSet[insns.size()];
    if (entry != null) {
      reach(0, entry);
    }
    saved.forEach((await, variables) -> leave(insns.indexOf(await), variables, variables));
    while (!work.isEmpty()) {
      int index = work.pop();
      leave(index, before[index], after(index));
    }
  }

  /** Whether a variable surely has a value before and after the instruction at {@code index}. */
  public boolean isSet(int variable, int index) {
    BitSet variables = before[index];
    BitSet kept = saved.get(insns.get(index));
    if (variables == null) {
      variables = kept;
    }
    return variables != null && variables.get(variable) && (kept == null || kept.get(variable));
  }

  private BitSet after(int index) {
    AbstractInsnNode insn = insns.get(index);
    if (saved.containsKey(insn)) {
      return saved.get(insn);
    }
    if (insn instanceof VarInsnNode store
        && store.getOpcode() >= Opcodes.ISTORE
        && store.getOpcode() <= Opcodes.ASTORE) {
      BitSet variables = (BitSet) before[index].clone();
      variables.set(store.var);
      return variables;
    }
    return before[index];
  }

  private void leave(int index, BitSet thrown, BitSet ended) {
    for (int handler : edges.of(index)) {
      reach(handler, saved.containsKey(insns.get(index)) ? ended : thrown);
    }
    for (int successor : Successors.of(insns, index)) {
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
