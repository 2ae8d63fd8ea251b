package dev.fermata.transformer.lint;

import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.model.AsyncMethod.Kind;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds calls of asynchronous methods of the same class whose {@code CompletableFuture} is dropped:
 * the method runs, but when it fails, nobody learns of it.
 */
final class DroppedFuture implements Lint {
  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call
          && call.owner.equals(node.name)
          && isPopped(call)
          && isAsynchronous(node, call)) {
        warnings.accept(
            DiagnosticKind.DROPPED_FUTURE.at(
                Location.of(node, method, insn),
                "the future that " + call.name + " returns is dropped, so a failure is lost"));
      }
    }
  }

  private static boolean isPopped(AbstractInsnNode call) {
    AbstractInsnNode next = Insns.nextReal(call);
    return next != null && next.getOpcode() == Opcodes.POP;
  }

  private static boolean isAsynchronous(ClassNode node, MethodInsnNode call) {
    Kind kind = Kind.of(call.desc);
    return kind != null
        && kind != Kind.COROUTINE
        && node.methods.stream()
            .filter(method -> method.name.equals(call.name) && method.desc.equals(call.desc))
            .anyMatch(DroppedFuture::isAnnotated);
  }

  private static boolean isAnnotated(MethodNode method) {
    return Stream.of(method.visibleAnnotations, method.invisibleAnnotations)
        .filter(list -> list != null)
        .flatMap(List<AnnotationNode>::stream)
        .anyMatch(annotation -> annotation.desc.equals(RuntimeNames.ASYNC_DESC));
  }
}
