package dev.fermata.transformer.emit;

import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.SuspensionPoint;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Tells how long the new code of a method becomes at most, without writing it: for nearly all
 * methods that is less than what would be too long.
 */
final class CodeLengths {
  /** What start or resume needs once. */
  private static final int FRAMEWORK = 120;

  /** What they need for a parameter of the method. */
  private static final int PARAMETER = 20;

  /** What they need for a suspension point. */
  private static final int POINT = 140;

  /** What they need for a value that a suspension point saves. */
  private static final int VALUE = 40;

  /** What resume saves a value with: an instruction that loads it. */
  private static final int LEAST_VALUE = 1;

  private CodeLengths() {}

  /** The most bytes that the longer one of start and resume can have, where no points share. */
  static int most(MethodPlan plan) {
    int parameters = Type.getArgumentTypes(plan.shape().method().node().desc).length;
    int length = FRAMEWORK + PARAMETER * parameters;
    for (AbstractInsnNode insn : plan.body().instructions) {
      length += most(insn);
    }
    for (SuspensionPoint point : plan.points()) {
      int values = point.spill().locals().size() + point.spill().stack().size();
      length += POINT + VALUE * values;
    }
    return length;
  }

  /** Less bytes than resume has for its points, where none share. */
  static int least(MethodPlan plan) {
    int length = 0;
    for (SuspensionPoint point : plan.points()) {
      length += LEAST_VALUE * point.spill().locals().size();
    }
    return length;
  }

  private static int most(AbstractInsnNode insn) {
    return switch (insn.getType()) {
      case AbstractInsnNode.INSN -> insn.getOpcode() == Opcodes.ARETURN ? 8 : 1;
      case AbstractInsnNode.INT_INSN,
          AbstractInsnNode.TYPE_INSN,
          AbstractInsnNode.FIELD_INSN,
          AbstractInsnNode.LDC_INSN ->
          3;
      case AbstractInsnNode.VAR_INSN, AbstractInsnNode.MULTIANEWARRAY_INSN -> 4;
      case AbstractInsnNode.METHOD_INSN, AbstractInsnNode.INVOKE_DYNAMIC_INSN -> 5;
      case AbstractInsnNode.IINC_INSN -> 6;
      case AbstractInsnNode.JUMP_INSN -> 8;
      case AbstractInsnNode.TABLESWITCH_INSN -> 16 + 4 * ((TableSwitchInsnNode) insn).labels.size();
      case AbstractInsnNode.LOOKUPSWITCH_INSN ->
          12 + 8 * ((LookupSwitchInsnNode) insn).labels.size();
      // A line whose beginning is left out may need an instruction that never runs.
      case AbstractInsnNode.LINE -> 1;
      default -> 0;
    };
  }
}
