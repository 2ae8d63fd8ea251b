package dev.fermata.transformer.lint;

import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.model.AsyncMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Runs all lints over a class. */
public final class Lints {
  private static final List<Lint> ALL =
      List.of(
          new DroppedCoroutine(),
          new SwallowedCancellation(),
          new BlockingCall(),
          new ReturnOutOfTry(),
          new HeldLock(),
          new DroppedFuture(),
          new ReturningTest());

  private Lints() {}

  /** The warnings about a class, in the order of its methods. */
  public static List<Diagnostic> check(ClassNode node, List<AsyncMethod> asyncMethods) {
    Set<MethodNode> async =
        asyncMethods.stream().map(AsyncMethod::node).collect(Collectors.toSet());
    List<Diagnostic> warnings = new ArrayList<>();
    for (MethodNode method : node.methods) {
      for (Lint lint : ALL) {
        lint.check(node, method, async.contains(method), warnings::add);
      }
    }
    return warnings;
  }
}
