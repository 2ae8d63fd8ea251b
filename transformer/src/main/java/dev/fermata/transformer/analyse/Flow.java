package dev.fermata.transformer.analyse;

import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/** The control flow of a method that no longer changes, found once for all analyses. */
public final class Flow {
  private final MethodNode method;
  private final int[][] successors;
  private final ExceptionEdges edges;

  /** Finds the flow of a method. */
  public Flow(MethodNode method) {
    this.method = method;
    InsnList insns = method.instructions;
    successors = new int[insns.size()][];
    for (int index = 0; index < successors.length; index++) {
      successors[index] = Successors.of(insns, index);
    }
    edges = ExceptionEdges.asVerified(method);
  }

  /** The method. */
  public MethodNode method() {
    return method;
  }

  /** The indexes that control may reach from {@code index} without an exception. */
  public int[] successors(int index) {
    return successors[index];
  }

  /** The indexes of all handlers that cover {@code index}. */
  public int[] handlers(int index) {
    return edges.of(index);
  }
}
