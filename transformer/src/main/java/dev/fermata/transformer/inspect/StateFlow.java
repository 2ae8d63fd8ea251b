package dev.fermata.transformer.inspect;

import dev.fermata.transformer.analyse.ExceptionEdges;
import dev.fermata.transformer.analyse.Successors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds out in which states a method may suspend next, when it goes on from a state. */
final class StateFlow {
  /** Stands for the end of the method among the next states. */
  static final int END = 0;

  private final MethodNode body;
  private final ExceptionEdges edges;
  private final Map<AbstractInsnNode, Integer> states = new HashMap<>();

  StateFlow(MethodNode body, List<? extends AbstractInsnNode> awaits) {
    this.body = body;
    this.edges = ExceptionEdges.asRun(body);
    for (AbstractInsnNode await : awaits) {
      states.put(await, states.size() + 1);
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
    walk.leave(body.instructions.indexOf(await));
    return walk.run();
  }

  /** One search, which stops at awaits. */
  private final class Walk {
    private final BitSet seen = new BitSet();
    private final Deque<Integer> work = new ArrayDeque<>();
    private final TreeSet<Integer> found = new TreeSet<>();

    List<Integer> run() {
      while (!work.isEmpty()) {
        int index = work.pop();
        AbstractInsnNode insn = body.instructions.get(index);
        Integer state = states.get(insn);
        if (state != null) {
          found.add(state);
        } else {
          if (insn.getOpcode() == Opcodes.ARETURN) {
            found.add(END);
          }
          leave(index);
        }
      }
      return new ArrayList<>(found);
    }

    void leave(int index) {
      for (int successor : Successors.of(body.instructions, index)) {
        reach(successor);
      }
      for (int handler : edges.of(index)) {
        reach(handler);
      }
    }

    void reach(int index) {
      if (!seen.get(index)) {
        seen.set(index);
        work.push(index);
      }
    }
  }
}
