package dev.fermata.transformer.lint;

import dev.fermata.transformer.Diagnostic;
import dev.fermata.transformer.check.Place;
import dev.fermata.transformer.check.Problem;
import dev.fermata.transformer.model.RuntimeNames;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds calls that make a coroutine which nobody keeps: its body will never run. */
final class DroppedCoroutine implements Lint {
  private static final String RETURNS_COROUTINE = ")L" + RuntimeNames.COROUTINE + ";";

  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call
          && call.desc.endsWith(RETURNS_COROUTINE)
          && call.getNext() != null
          && call.getNext().getOpcode() == Opcodes.POP) {
        warnings.accept(
            Problem.DROPPED_COROUTINE.at(
                Place.of(node, method, insn),
                "the coroutine that " + call.name + " returns is dropped, so it never runs"));
      }
    }
  }
}
