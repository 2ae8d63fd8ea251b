package dev.fermata.transformer.analyse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables may still be read after each instruction, on a normal path or in a handler.
 *
 * <p>The usual backward data flow, iterated with a work list until nothing changes. A two-slot
 * value counts by its first slot.
 */
public final class Liveness {
  private final InsnList insns;
  private final ExceptionEdges edges;
  private final BitSet[] before;
  private final List<List<Integer>> predecessors = new ArrayList<>();

  /** Analyses a method. */
  public Liveness(MethodNode method) {
    this.insns = method.instructions;
    this.edges = ExceptionEdges.asVerified(method);
    this.before = new BitSet[insns.size()];
    linkPredecessors();
    solve();
  }

  private void linkPredecessors() {
    for (int i = 0; i < insns.size(); i++) {
      before[i] = new BitSet();
      predecessors.add(new ArrayList<>(1));
    }
    for (int i = 0; i < insns.size(); i++) {
      for (int successor : Successors.of(insns, i)) {
        predecessors.get(successor).add(i);
      }
      for (int handler : edges.of(i)) {
        predecessors.get(handler).add(i);
      }
    }
  }

  private void solve() {
    Deque<Integer> work = new ArrayDeque<>();
    boolean[] queued = new boolean[before.length];
    for (int i = 0; i < before.length; i++) {
      work.push(i);
      queued[i] = true;
    }
    while (!work.isEmpty()) {
      int index = work.pop();
      queued[index] = false;
      BitSet live = transfer(index);
      if (!live.equals(before[index])) {
        before[index] = live;
        for (int predecessor : predecessors.get(index)) {
          if (!queued[predecessor]) {
            queued[predecessor] = true;
            work.push(predecessor);
          }
        }
      }
    }
  }

  private BitSet transfer(int index) {
    BitSet live = new BitSet();
    for (int successor : Successors.of(insns, index)) {
      live.or(before[successor]);
    }
    AbstractInsnNode insn = insns.get(index);
    if (insn instanceof VarInsnNode access && access.getOpcode() != Opcodes.RET) {
      live.set(access.var, access.getOpcode() < Opcodes.ISTORE);
    } else if (insn instanceof IincInsnNode increment) {
      live.set(increment.var);
    }
    for (int handler : edges.of(index)) {
      live.or(before[handler]);
    }
    return live;
  }

  /** The variables that may be read when control stands before the instruction at {@code index}. */
  public BitSet before(int index) {
    return (BitSet) before[index].clone();
  }

  /**
   * The variables that may be read once the instruction at {@code index} has ended, by its value or
   * by an exception.
   */
  public BitSet after(int index) {
    BitSet live = new BitSet();
    for (int successor : Successors.of(insns, index)) {
      live.or(before[successor]);
    }
    for (int handler : edges.of(index)) {
      live.or(before[handler]);
    }
    return live;
  }
}
