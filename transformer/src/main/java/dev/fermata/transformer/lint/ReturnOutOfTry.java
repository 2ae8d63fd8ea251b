package dev.fermata.transformer.lint;

import dev.fermata.transformer.analyse.ExceptionEdges;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Finds coroutines that a lambda returns out of a {@code try} and that only run when it is over:
 * the lambda awaits nothing, and so is not asynchronous, as its author surely thought it to be.
 */
final class ReturnOutOfTry implements Lint {
  private static final String RETURNS_COROUTINE = ")L" + RuntimeNames.COROUTINE + ";";

  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    boolean isPlainLambda = !async && (method.access & Opcodes.ACC_SYNTHETIC) != 0;
    if (!isPlainLambda
        || method.tryCatchBlocks.isEmpty()
        || !method.desc.endsWith(RETURNS_COROUTINE)) {
      return;
    }
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call
          && call.desc.endsWith(RETURNS_COROUTINE)
          && !call.owner.equals(RuntimeNames.COROUTINE)
          && isReturned(method, Insns.nextReal(call))
          && isInTry(method, call)) {
        warnings.accept(
            DiagnosticKind.LEFT_TRY.at(
                Location.of(node, method, insn),
                "the coroutine that "
                    + call.name
                    + " returns leaves the try of a lambda that awaits nothing, and runs when it"
                    + " is over"));
      }
    }
  }

  private static boolean isInTry(MethodNode method, AbstractInsnNode call) {
    return method.tryCatchBlocks.stream()
        .anyMatch(block -> ExceptionEdges.covers(method, block, call));
  }

  /** Whether the value on the stack is returned, at once or when the finally code has run. */
  private static boolean isReturned(MethodNode method, AbstractInsnNode next) {
    if (next == null || next.getOpcode() != Opcodes.ASTORE) {
      return next != null && next.getOpcode() == Opcodes.ARETURN;
    }
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() == Opcodes.ALOAD
          && ((VarInsnNode) insn).var == ((VarInsnNode) next).var) {
        AbstractInsnNode then = Insns.nextReal(insn);
        return then != null && then.getOpcode() == Opcodes.ARETURN;
      }
    }
    return false;
  }
}
