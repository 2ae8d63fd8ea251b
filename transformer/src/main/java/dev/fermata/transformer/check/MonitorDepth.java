package dev.fermata.transformer.check;

import dev.fermata.transformer.analyse.ExceptionEdges;
import dev.fermata.transformer.analyse.Successors;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * How many monitors a method may hold before each instruction: the highest number over all paths,
 * exceptions included.
 *
 * <p>A handler that catches everything hides the later ones of the table, and an instruction that
 * cannot throw leads to none. Without that, code after a {@code synchronized} block within a {@code
 * try} would seem to hold the monitor.
 */
final class MonitorDepth {
  private static final int UNKNOWN = -1;

  private final InsnList insns;
  private final int[] depth;
  private final Deque<Integer> work = new ArrayDeque<>();

  MonitorDepth(MethodNode method) {
    insns = method.instructions;
    depth = new int[insns.size()];
    Arrays.fill(depth, UNKNOWN);
    ExceptionEdges edges = ExceptionEdges.asRun(method);
    reach(0, 0);
    while (!work.isEmpty()) {
      int index = work.pop();
      for (int handler : edges.of(index)) {
        reach(handler, thrown(index));
      }
      for (int successor : Successors.of(insns, index)) {
        reach(successor, after(index));
      }
    }
  }

  /** Whether the method has anything to do with monitors. */
  static boolean matters(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() == Opcodes.MONITORENTER) {
        return true;
      }
    }
    return false;
  }

  /** Whether a monitor may be held before the instruction at {@code index}. */
  boolean isHeld(int index) {
    return depth[index] > 0;
  }

  private int after(int index) {
    return switch (insns.get(index).getOpcode()) {
      // The bound ends the count for code that enters in a loop without leaving.
      case Opcodes.MONITORENTER -> Math.min(depth[index] + 1, 255);
      case Opcodes.MONITOREXIT -> Math.max(depth[index] - 1, 0);
      default -> depth[index];
    };
  }

  /**
   * How many are held when an instruction throws. One that leaves a monitor only throws where that
   * is not held; compilers that know this leave it out of the range of the release.
   */
  private int thrown(int index) {
    return insns.get(index).getOpcode() == Opcodes.MONITOREXIT ? after(index) : depth[index];
  }

  private void reach(int index, int reached) {
    if (reached > depth[index]) {
      depth[index] = reached;
      work.push(index);
    }
  }
}
