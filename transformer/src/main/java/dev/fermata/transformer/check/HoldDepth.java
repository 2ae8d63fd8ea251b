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
 * How many monitors or locks a method may hold before each instruction: the highest number over all
 * paths, exceptions included.
 *
 * <p>A handler that catches everything hides the later ones of the table, and an instruction that
 * cannot throw leads to none. Without that, code after a {@code synchronized} block within a {@code
 * try} would seem to hold the monitor.
 */
public final class HoldDepth {
  private static final int UNKNOWN = -1;

  /** The bound ends the count for code that takes in a loop without giving back. */
  private static final int MOST = 255;

  /** What an instruction takes, or gives back, on the way to the next one. */
  public interface Change {
    /**
     * Returns 1 for taking, -1 for giving back, 0 for neither.
     *
     * @param insn the instruction
     * @param jumps whether control goes to the target of a jump, and not to what follows
     */
    int by(AbstractInsnNode insn, boolean jumps);
  }

  private final InsnList insns;
  private final Change change;
  private final int[] depth;
  private final Deque<Integer> work = new ArrayDeque<>();

  /** Counts what {@code change} says of a method. */
  public HoldDepth(MethodNode method, Change change) {
    this.change = change;
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
        reach(successor, after(index, successor));
      }
    }
  }

  /** Counts the monitors of a method. */
  static HoldDepth ofMonitors(MethodNode method) {
    return new HoldDepth(
        method,
        (insn, jumps) ->
            switch (insn.getOpcode()) {
              case Opcodes.MONITORENTER -> 1;
              case Opcodes.MONITOREXIT -> -1;
              default -> 0;
            });
  }

  /** Whether the method has anything to do with monitors. */
  static boolean hasMonitors(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() == Opcodes.MONITORENTER) {
        return true;
      }
    }
    return false;
  }

  /** Whether something may be held before the instruction at {@code index}. */
  public boolean isHeld(int index) {
    return depth[index] > 0;
  }

  private int after(int index, int successor) {
    return changed(depth[index], change.by(insns.get(index), successor != index + 1));
  }

  /**
   * How many are held when an instruction throws. One that gives back only throws where that is not
   * held; compilers that know this leave it out of the range of the release.
   */
  private int thrown(int index) {
    return changed(depth[index], Math.min(change.by(insns.get(index), false), 0));
  }

  private static int changed(int before, int by) {
    return Math.max(Math.min(before + by, MOST), 0);
  }

  private void reach(int index, int reached) {
    if (reached > depth[index]) {
      depth[index] = reached;
      work.push(index);
    }
  }
}
