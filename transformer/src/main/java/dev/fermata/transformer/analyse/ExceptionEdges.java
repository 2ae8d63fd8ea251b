package dev.fermata.transformer.analyse;

import java.util.Arrays;
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
    boolean any = !method.tryCatchBlocks.isEmpty();
    handlers = new int[any ? insns.size() : 0][];
    Arrays.fill(handlers, NONE);
    boolean[] closed = new boolean[handlers.length];
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int handler = insns.indexOf(block.handler);
      int end = insns.indexOf(block.end);
      // Neighbours mostly have the same handlers, and then share the array.
      int[] old = null;
      int[] longer = null;
      for (int i = insns.indexOf(block.start); i < end; i++) {
        if (!closed[i] && insns.get(i).getOpcode() >= 0) {
          if (handlers[i] != old) {
            old = handlers[i];
            longer = Arrays.copyOf(old, old.length + 1);
            longer[old.length] = handler;
          }
          handlers[i] = longer;
          closed[i] = stopAtCatchAll && block.type == null;
        }
      }
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

  /**
   * The indexes of the handlers that an exception of the instruction at {@code index} may reach.
   */
  public int[] of(int index) {
    return handlers.length == 0 ? NONE : handlers[index];
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
