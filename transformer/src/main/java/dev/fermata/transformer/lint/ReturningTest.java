package dev.fermata.transformer.lint;

import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.model.AsyncMethod.Kind;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds asynchronous test methods of Jupiter: it leaves out what returns something, older releases
 * without a word.
 */
final class ReturningTest implements Lint {
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "Lorg/junit/jupiter/api/RepeatedTest;",
          "Lorg/junit/jupiter/api/Test;",
          "Lorg/junit/jupiter/api/TestTemplate;",
          "Lorg/junit/jupiter/params/ParameterizedTest;");

  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    if (Kind.of(method.desc) == null || method.visibleAnnotations == null) {
      return;
    }
    List<AnnotationNode> tests =
        method.visibleAnnotations.stream()
            .filter(annotation -> ANNOTATIONS.contains(annotation.desc))
            .toList();
    if (!tests.isEmpty()) {
      warnings.accept(
          DiagnosticKind.RETURNING_TEST.at(
              Location.of(node, method),
              "Jupiter never runs this method, for a @%s must not return a %s"
                  .formatted(
                      simpleName(Type.getType(tests.get(0).desc)),
                      simpleName(Type.getReturnType(method.desc)))));
    }
  }

  private static String simpleName(Type type) {
    return type.getClassName().substring(type.getClassName().lastIndexOf('.') + 1);
  }
}
