package dev.fermata.transformer.lint;

import dev.fermata.transformer.analyse.ExceptionEdges;
import dev.fermata.transformer.analyse.Reachability;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Finds {@code catch (Throwable)} and {@code catch (Error)} around an await that throw nothing:
 * they take a cancellation for a failure, and the task goes on as if it had not been cancelled. A
 * catch of {@code CancelledError} before them, or of that alone, shows that the author thought of
 * it.
 */
final class SwallowedCancellation implements Lint {
  private static final Set<String> TOO_WIDE = Set.of("java/lang/Throwable", "java/lang/Error");

  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    if (!async) {
      return;
    }
    Set<LabelNode> warned = new HashSet<>();
    for (AbstractInsnNode insn : method.instructions) {
      if (Insns.isAwait(insn)) {
        TryCatchBlockNode block = swallowing(method, insn);
        if (block != null && warned.add(block.handler)) {
          warnings.accept(
              DiagnosticKind.SWALLOWED_CANCELLATION.at(
                  Location.of(node, method, Insns.nextReal(block.handler)),
                  "this catch of "
                      + block.type.substring("java/lang/".length())
                      + " around an await also swallows a cancellation"));
        }
      }
    }
  }

  /**
   * The handler that a cancellation at an await enters and does not leave by a throw; null where
   * there is none.
   */
  private static TryCatchBlockNode swallowing(MethodNode method, AbstractInsnNode await) {
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      boolean catches =
          block.type == null
              || block.type.equals(RuntimeNames.CANCELLED_ERROR)
              || TOO_WIDE.contains(block.type);
      if (catches && ExceptionEdges.covers(method, block, await)) {
        boolean swallows = TOO_WIDE.contains(block.type == null ? "" : block.type);
        return swallows && !mayThrow(method, block.handler) ? block : null;
      }
    }
    return null;
  }

  private static boolean mayThrow(MethodNode method, LabelNode handler) {
    BitSet reached = Reachability.from(method, handler);
    return reached.stream()
        .anyMatch(index -> method.instructions.get(index).getOpcode() == Opcodes.ATHROW);
  }
}
