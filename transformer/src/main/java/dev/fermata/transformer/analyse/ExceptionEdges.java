package dev.fermata.transformer.analyse;

import dev.fermata.transformer.model.Insns;
import java.util.Arrays;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The handlers to which each instruction leads.
 *
 * <p>The JVM's verifier merges what each instruction of a protected range has into the handler's
 * stack map frame, whatever the instruction is, and whatever stands before the range in the table.
 * What decides about variables and frames must see it so, or the new code is refused. What asks for
 * what can happen must not: an optimiser leaves ranges over instructions that cannot throw.
 */
public final class ExceptionEdges {
  private static final int[] NONE = {};

  private final int[][] handlers;

  private ExceptionEdges(MethodNode method, boolean asRun) {
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
        AbstractInsnNode insn = insns.get(i);
        if (!closed[i] && insn.getOpcode() >= 0 && (!asRun || Insns.canThrow(insn))) {
          if (handlers[i] != old) {
            old = handlers[i];
            longer = Arrays.copyOf(old, old.length + 1);
            longer[old.length] = handler;
          }
          handlers[i] = longer;
          closed[i] = asRun && block.type == null;
        }
      }
    }
  }

  /** All handlers that cover an instruction, as the JVM's verifier sees them (JVMS 4.10.1.6). */
  public static ExceptionEdges asVerified(MethodNode method) {
    return new ExceptionEdges(method, false);
  }

  /**
   * The handlers that an exception can really enter: those that cover an instruction that can
   * throw, in the order of the table, up to the first that catches everything (JVMS 2.10).
   */
  public static ExceptionEdges asRun(MethodNode method) {
    return new ExceptionEdges(method, true);
  }

  /** The indexes of the handlers to which the instruction at {@code index} leads. */
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
