package dev.fermata.transformer.lint;

import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.function.Consumer;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Looks for one kind of mistake that the language allows and that its author very likely did not
 * mean.
 */
interface Lint {
  /**
   * Checks a method as its compiler wrote it.
   *
   * @param node the method's class
   * @param method the method
   * @param async whether it is asynchronous
   * @param warnings takes what is found
   */
  void check(ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings);
}
