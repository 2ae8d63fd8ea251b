package dev.fermata.transformer.diagnostic;

import dev.fermata.transformer.model.Insns;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Where a finding is.
 *
 * @param className with dots
 * @param method empty for the whole class
 * @param file empty where unknown
 * @param line 0 where unknown
 */
public record Location(String className, String method, String file, int line) {
  /** A whole input. */
  public static Location of(String inputName) {
    return new Location(inputName, "", "", 0);
  }

  /** A whole class. */
  public static Location of(ClassNode node) {
    return new Location(node.name.replace('/', '.'), "", file(node), 0);
  }

  /** A method, at its first line. */
  public static Location of(ClassNode node, MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LineNumberNode line) {
        return of(node).in(method.name, line.line);
      }
    }
    return of(node).in(method.name, 0);
  }

  /** An instruction. */
  public static Location of(ClassNode node, MethodNode method, AbstractInsnNode insn) {
    return of(node).in(method.name, Insns.line(insn));
  }

  private Location in(String name, int atLine) {
    return new Location(className, name, file, atLine);
  }

  private static String file(ClassNode node) {
    return node.sourceFile == null ? "" : node.sourceFile;
  }
}
