package dev.fermata.transformer.lint;

import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Finds calls that make a coroutine which nobody uses: its body will never run. A variable that is
 * never read is no use, and neither is a text that the coroutine becomes part of. A {@code return}
 * whose {@code finally} returns something else is such a call too: the coroutine goes to a
 * temporary that is never read.
 */
final class DroppedCoroutine implements Lint {
  private static final String RETURNS_COROUTINE = ")L" + RuntimeNames.COROUTINE + ";";

  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call && call.desc.endsWith(RETURNS_COROUTINE)) {
        AbstractInsnNode next = Insns.nextReal(call);
        String fate =
            isDropped(method, next) ? "is dropped" : isInText(call, next) ? "becomes a text" : null;
        if (fate != null) {
          warnings.accept(
              DiagnosticKind.DROPPED_COROUTINE.at(
                  Location.of(node, method, insn),
                  "the coroutine that " + call.name + " returns " + fate + ", so it never runs"));
        }
      }
    }
  }

  /**
   * Whether the coroutine on the stack goes into a text: at once, or behind what else the text is
   * made of, which then makes no use of it either.
   *
   * <pre>
   *   invokestatic name()Coroutine
   *   aload, ldc, … (what is pushed beside it)
   *   invokedynamic makeConcatWithConstants(…Coroutine…)String
   * </pre>
   */
  private static boolean isInText(MethodInsnNode call, AbstractInsnNode next) {
    if (next instanceof MethodInsnNode text) {
      boolean isAppended =
          text.owner.equals("java/lang/StringBuilder")
              && text.desc.startsWith("(Ljava/lang/Object;)");
      return isAppended
          || (text.owner.equals("java/lang/String")
              && text.name.equals("valueOf")
              && text.desc.startsWith("(Ljava/lang/Object;)"));
    }
    AbstractInsnNode at = next;
    int above = 0;
    while (at != null && isPush(at)) {
      above++;
      at = Insns.nextReal(at);
    }
    if (!(at instanceof InvokeDynamicInsnNode concat)
        || !concat.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory")) {
      return false;
    }
    Type[] arguments = Type.getArgumentTypes(concat.desc);
    int index = arguments.length - 1 - above;
    return index >= 0 && arguments[index].equals(Type.getReturnType(call.desc));
  }

  /** Whether an instruction only pushes a value, as of a variable or a constant. */
  private static boolean isPush(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    return opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.ALOAD;
  }

  private static boolean isDropped(MethodNode method, AbstractInsnNode next) {
    return next != null
        && (next.getOpcode() == Opcodes.POP
            || (next.getOpcode() == Opcodes.ASTORE && isNeverRead(method, (VarInsnNode) next)));
  }

  private static boolean isNeverRead(MethodNode method, VarInsnNode store) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() == Opcodes.ALOAD && ((VarInsnNode) insn).var == store.var) {
        return false;
      }
    }
    return true;
  }
}
