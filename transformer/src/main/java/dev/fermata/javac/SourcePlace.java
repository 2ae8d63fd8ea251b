package dev.fermata.javac;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.List;

/**
 * The place in a source that a finding is about.
 *
 * @param path null where it was not found
 */
record SourcePlace(TreePath path) {
  /** What {@code @SuppressWarnings} names for all of our warnings. */
  private static final String ALL = "fermata";

  /** The tree; null where it was not found. */
  Tree tree() {
    return path == null ? null : path.getLeaf();
  }

  /** Whether a declaration around this place suppresses the warning of an id. */
  boolean isSilenced(String id) {
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      ModifiersTree modifiers = modifiers(at.getLeaf());
      if (modifiers != null && modifiers.getAnnotations().stream().anyMatch(a -> names(a, id))) {
        return true;
      }
    }
    return false;
  }

  private static ModifiersTree modifiers(Tree tree) {
    if (tree instanceof MethodTree method) {
      return method.getModifiers();
    }
    if (tree instanceof VariableTree variable) {
      return variable.getModifiers();
    }
    return tree instanceof ClassTree type ? type.getModifiers() : null;
  }

  private static boolean names(AnnotationTree annotation, String id) {
    String type = annotation.getAnnotationType().toString();
    return (type.equals("SuppressWarnings") || type.equals("java.lang.SuppressWarnings"))
        && annotation.getArguments().stream().anyMatch(argument -> isNamedBy(argument, id));
  }

  private static boolean isNamedBy(ExpressionTree argument, String id) {
    ExpressionTree value =
        argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
    List<? extends ExpressionTree> values =
        value instanceof NewArrayTree array ? array.getInitializers() : List.of(value);
    return values.stream()
        .anyMatch(
            one ->
                one instanceof LiteralTree literal
                    && (ALL.equals(literal.getValue()) || id.equals(literal.getValue())));
  }
}
