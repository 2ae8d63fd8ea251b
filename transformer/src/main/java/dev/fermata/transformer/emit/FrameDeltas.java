package dev.fermata.transformer.emit;

import dev.fermata.transformer.plan.Spill;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Turns the stack map frames of finished methods into what they differ by from the frames before
 * them (JVMS 4.7.4): the form that ASM writes without another look at their types.
 */
public final class FrameDeltas {
  /** The most locals that a frame may have more or less than the one before. */
  private static final int MOST = 3;

  private FrameDeltas() {}

  /** Rewrites the frames of a method. */
  public static void compress(String owner, MethodNode method) {
    List<Object> previous = null;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof FrameNode frame) {
        List<Object> locals = frame.local;
        compress(frame, previous == null ? parameters(owner, method) : previous);
        previous = locals;
      }
    }
  }

  private static void compress(FrameNode frame, List<Object> previous) {
    List<Object> locals = frame.local;
    int more = locals.size() - previous.size();
    int common = Math.min(locals.size(), previous.size());
    boolean alike = Math.abs(more) <= MOST && frame.stack.size() <= (more == 0 ? 1 : 0);
    if (!alike || !begin(locals, previous, common)) {
      frame.type = Opcodes.F_FULL;
    } else if (more == 0) {
      frame.type = frame.stack.isEmpty() ? Opcodes.F_SAME : Opcodes.F_SAME1;
    } else if (more > 0) {
      frame.type = Opcodes.F_APPEND;
      frame.local = locals.subList(common, locals.size());
    } else {
      frame.type = Opcodes.F_CHOP;
      frame.local = previous.subList(common, previous.size());
    }
  }

  private static boolean begin(List<Object> some, List<Object> others, int count) {
    if (some == others) {
      return true;
    }
    for (int i = 0; i < count; i++) {
      if (!some.get(i).equals(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<Object> parameters(String owner, MethodNode method) {
    List<Object> types = new ArrayList<>();
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      types.add(owner);
    }
    for (Type type : Type.getArgumentTypes(method.desc)) {
      types.add(Spill.verificationType(type));
    }
    return types;
  }
}
