package dev.fermata.transformer.analyse;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The handlers that an exception of each instruction may reach: those that cover it, in the order
 * of the table, up to the first that catches everything (JVMS 2.10).
 */
public final class ExceptionEdges {
  private static final int[] NONE = {};

  private final int[][] handlers;

  private ExceptionEdges(MethodNode method, boolean stopAtCatchAll) {
    InsnList insns = method.instructions;
    handlers = new int[insns.size()][];
    List<List<Integer>> found = new ArrayList<>();
    boolean[] closed = new boolean[insns.size()];
    for (int i = 0; i < handlers.length; i++) {
      found.add(null);
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int handler = insns.indexOf(block.handler);
      int end = insns.indexOf(block.end);
      for (int i = insns.indexOf(block.start); i < end; i++) {
        if (!closed[i]) {
          add(found, i, handler);
          closed[i] = stopAtCatchAll && block.type == null;
        }
      }
    }
    for (int i = 0; i < handlers.length; i++) {
      List<Integer> list = found.get(i);
      handlers[i] =
          list == null || insns.get(i).getOpcode() < 0
              ? NONE
              : list.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /** All handlers that cover an instruction. */
  public static ExceptionEdges asVerified(MethodNode method) {
    return new ExceptionEdges(method, false);
  }

  /** The handlers that an exception can really enter. */
  public static ExceptionEdges asRun(MethodNode method) {
    return new ExceptionEdges(method, true);
  }

  private static void add(List<List<Integer>> found, int index, int handler) {
    List<Integer> list = found.get(index);
    if (list == null) {
      list = new ArrayList<>(2);
      found.set(index, list);
    }
    list.add(handler);
  }

  /**
   * The indexes of the handlers that an exception of the instruction at {@code index} may reach.
   */
  public int[] of(int index) {
    return handlers[index];
  }

  /**
   * Whether any of {@code method}'s table entries covers {@code insn} and leads to {@code handler}.
   */
  public static boolean covers(MethodNode method, TryCatchBlockNode block, AbstractInsnNode insn) {
    int index = method.instructions.indexOf(insn);
    return index >= method.instructions.indexOf(block.start)
        && index < method.instructions.indexOf(block.end);
  }
}
