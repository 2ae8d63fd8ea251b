package dev.fermata.transformer.lint;

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
 * Finds calls that make a coroutine which nobody keeps: its body will never run. A {@code return}
 * whose {@code finally} returns something else is such a call too: the coroutine goes to a
 * temporary that is never read.
 */
final class DroppedCoroutine implements Lint {
  private static final String RETURNS_COROUTINE = ")L" + RuntimeNames.COROUTINE + ";";

  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call
          && call.desc.endsWith(RETURNS_COROUTINE)
          && isDropped(method, Insns.nextReal(call))) {
        warnings.accept(
            DiagnosticKind.DROPPED_COROUTINE.at(
                Location.of(node, method, insn),
                "the coroutine that " + call.name + " returns is dropped, so it never runs"));
      }
    }
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
    return method.localVariables == null
        || method.localVariables.stream().noneMatch(variable -> variable.index == store.var);
  }
}
