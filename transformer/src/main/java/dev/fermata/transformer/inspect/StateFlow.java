package dev.fermata.transformer.inspect;

import dev.fermata.transformer.analyse.ExceptionEdges;
import dev.fermata.transformer.analyse.Flow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;

/** Finds out in which states a method may suspend next, when it goes on from a state. */
final class StateFlow {
  /** Stands for the end of the method among the next states. */
  static final int END = 0;

  private final Flow flow;
  private final InsnList insns;
  private final ExceptionEdges edges;

  /** The state of the await at each index; 0 where there is none. */
  private final int[] states;

  private final BitSet seen = new BitSet();
  private final int[] work;

  StateFlow(Flow flow, List<? extends AbstractInsnNode> awaits) {
    this.flow = flow;
    this.insns = flow.method().instructions;
    this.edges = ExceptionEdges.asRun(flow.method());
    this.states = new int[insns.size()];
    this.work = new int[insns.size()];
    for (int i = 0; i < awaits.size(); i++) {
      states[insns.indexOf(awaits.get(i))] = i + 1;
    }
  }

  /** The states that may follow the beginning. */
  List<Integer> fromBeginning() {
    Walk walk = new Walk();
    walk.reach(0);
    return walk.run();
  }

  /** The states that may follow an await. */
  List<Integer> from(AbstractInsnNode await) {
    Walk walk = new Walk();
    walk.leave(insns.indexOf(await));
    return walk.run();
  }

  /** A search, which stops at awaits; one after the other. */
  private final class Walk {
    private final BitSet found = new BitSet();
    private int waiting;

    Walk() {
      seen.clear();
    }

    List<Integer> run() {
      while (waiting > 0) {
        int index = work[--waiting];
        if (states[index] > 0) {
          found.set(states[index]);
        } else {
          if (insns.get(index).getOpcode() == Opcodes.ARETURN) {
            found.set(END);
          }
          leave(index);
        }
      }
      List<Integer> next = new ArrayList<>(found.cardinality());
      for (int state = found.nextSetBit(0); state >= 0; state = found.nextSetBit(state + 1)) {
        next.add(state);
      }
      return next;
    }

    void leave(int index) {
      for (int successor : flow.successors(index)) {
        reach(successor);
      }
      for (int handler : edges.of(index)) {
        reach(handler);
      }
    }

    void reach(int index) {
      if (!seen.get(index)) {
        seen.set(index);
        work[waiting++] = index;
      }
    }
  }
}
