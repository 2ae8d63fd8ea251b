package dev.fermata.transformer.model;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Questions about single instructions that several passes ask. */
public final class Insns {
  private Insns() {}

  /** Whether {@code insn} calls {@code Fermata.await}: the suspension point of normalised code. */
  public static boolean isAwait(AbstractInsnNode insn) {
    return insn instanceof MethodInsnNode call
        && call.owner.equals(RuntimeNames.FERMATA)
        && call.name.equals(RuntimeNames.AWAIT)
        && (call.desc.equals(RuntimeNames.AWAIT_AWAITABLE)
            || call.desc.equals(RuntimeNames.AWAIT_STAGE));
  }

  /** Whether {@code insn} is this static or special or virtual call. */
  public static boolean isCall(AbstractInsnNode insn, String owner, String name, String desc) {
    return insn instanceof MethodInsnNode call
        && call.owner.equals(owner)
        && call.name.equals(name)
        && call.desc.equals(desc);
  }

  /**
   * Whether an instruction can throw an exception (JVMS 6.5). The JVM's verifier does not ask: for
   * it each instruction of a protected range leads to the handler.
   */
  public static boolean canThrow(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    return switch (opcode) {
      case Opcodes.LDC -> isLinked(((LdcInsnNode) insn).cst);
      case Opcodes.IDIV, Opcodes.LDIV, Opcodes.IREM, Opcodes.LREM -> true;
      case Opcodes.IFNULL, Opcodes.IFNONNULL -> false;
      default ->
          opcode >= Opcodes.IRETURN
              || (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD)
              || (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE);
    };
  }

  /** Whether a constant has to be linked, which may fail. */
  private static boolean isLinked(Object constant) {
    return !(constant instanceof Number || constant instanceof String);
  }

  /** Whether {@code insn} makes a coroutine or stage out of the value on the stack. */
  public static boolean wrapsValue(AbstractInsnNode insn) {
    return isCall(
            insn, RuntimeNames.COROUTINE, RuntimeNames.COROUTINE_OF, RuntimeNames.COROUTINE_OF_DESC)
        || isCall(
            insn,
            RuntimeNames.FUTURE,
            RuntimeNames.COMPLETED_FUTURE,
            RuntimeNames.COMPLETED_FUTURE_DESC)
        || isCall(
            insn,
            RuntimeNames.FUTURE,
            RuntimeNames.COMPLETED_STAGE,
            RuntimeNames.COMPLETED_STAGE_DESC);
  }

  /** Whether {@code insn} makes the coroutine of no value. */
  public static boolean isDone(AbstractInsnNode insn) {
    return isCall(
        insn,
        RuntimeNames.COROUTINE,
        RuntimeNames.COROUTINE_DONE,
        RuntimeNames.COROUTINE_DONE_DESC);
  }

  /**
   * The instruction that runs directly before {@code insn} and always does: null where there is
   * none or where a stack map frame between them shows that a jump may arrive.
   */
  public static AbstractInsnNode straightPrevious(AbstractInsnNode insn) {
    AbstractInsnNode previous = insn.getPrevious();
    while (previous != null && previous.getOpcode() < 0) {
      if (previous instanceof FrameNode) {
        return null;
      }
      previous = previous.getPrevious();
    }
    return previous;
  }

  /** The next instruction with an opcode; null at the end. */
  public static AbstractInsnNode nextReal(AbstractInsnNode insn) {
    AbstractInsnNode next = insn.getNext();
    while (next != null && next.getOpcode() < 0) {
      next = next.getNext();
    }
    return next;
  }

  /** The source line of {@code insn}; 0 where the class file does not tell. */
  public static int line(AbstractInsnNode insn) {
    for (AbstractInsnNode at = insn; at != null; at = at.getPrevious()) {
      if (at instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }

  /** Pushes an {@code int}, by the shortest instruction. */
  public static void push(MethodVisitor mv, int value) {
    if (value >= -1 && value <= 5) {
      mv.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
      mv.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      mv.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      mv.visitLdcInsn(value);
    }
  }

  /**
   * How many slots the parameters, the code and the table of variables of a method need; what it
   * declares may be more.
   */
  public static int localSlots(MethodNode method) {
    int slots = parameterSlots(method.access, method.desc);
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof VarInsnNode access) {
        slots = Math.max(slots, access.var + (isWide(insn.getOpcode()) ? 2 : 1));
      } else if (insn instanceof IincInsnNode increment) {
        slots = Math.max(slots, increment.var + 1);
      }
    }
    if (method.localVariables != null) {
      for (LocalVariableNode variable : method.localVariables) {
        slots = Math.max(slots, variable.index + (isWide(variable.desc) ? 2 : 1));
      }
    }
    return slots;
  }

  private static boolean isWide(int accessOpcode) {
    return switch (accessOpcode) {
      case Opcodes.LLOAD, Opcodes.DLOAD, Opcodes.LSTORE, Opcodes.DSTORE -> true;
      default -> false;
    };
  }

  /** Whether a value of this type takes two slots. */
  public static boolean isWide(String descriptor) {
    return descriptor.equals("J") || descriptor.equals("D");
  }

  /** How many local variable slots the parameters take, {@code this} included. */
  public static int parameterSlots(int access, String descriptor) {
    int slots = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    return (access & Opcodes.ACC_STATIC) != 0 ? slots - 1 : slots;
  }
}
