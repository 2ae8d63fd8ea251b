package dev.fermata.transformer.emit;

import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.model.Insns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * Replaces the code of methods that cannot be compiled by code that says so, for a class that the
 * JVM is going to load in any case.
 *
 * <pre>
 *   new IllegalStateException, dup, ldc text, invokespecial &lt;init&gt;, athrow
 * </pre>
 */
public final class PoisonEmitter {
  private static final String EXCEPTION = "java/lang/IllegalStateException";

  private PoisonEmitter() {}

  /**
   * Poisons a class.
   *
   * @param classFile a sound class file
   * @param errors why; not empty
   * @param concerned which methods are asynchronous or contain an await
   * @return the new class file
   */
  public static byte[] poison(
      byte[] classFile, List<Diagnostic> errors, Predicate<MethodNode> concerned) {
    ClassReader reader = new ClassReader(classFile);
    ClassNode node = new ClassNode();
    reader.accept(node, 0);
    for (MethodNode method : node.methods) {
      if (concerned.test(method) && (method.access & Opcodes.ACC_ABSTRACT) == 0) {
        poison(method, reasonFor(method, errors).toString());
      }
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    node.accept(writer);
    return writer.toByteArray();
  }

  /**
   * The error of the method itself, or else the first one, because of which the whole class was
   * refused.
   */
  private static Diagnostic reasonFor(MethodNode method, List<Diagnostic> errors) {
    return errors.stream()
        .filter(error -> error.method().equals(method.name))
        .findFirst()
        .orElse(errors.get(0));
  }

  private static void poison(MethodNode method, String text) {
    method.access &= ~Opcodes.ACC_NATIVE;
    method.instructions = new InsnList();
    method.tryCatchBlocks = new ArrayList<>();
    method.localVariables = null;
    method.visibleLocalVariableAnnotations = null;
    method.invisibleLocalVariableAnnotations = null;
    method.visitTypeInsn(Opcodes.NEW, EXCEPTION);
    method.visitInsn(Opcodes.DUP);
    method.visitLdcInsn(shortened(text));
    method.visitMethodInsn(
        Opcodes.INVOKESPECIAL, EXCEPTION, "<init>", "(Ljava/lang/String;)V", false);
    method.visitInsn(Opcodes.ATHROW);
    method.maxStack = 3;
    method.maxLocals = Insns.parameterSlots(method.access, method.desc);
  }

  /** A string constant holds 65,535 bytes (JVMS 4.4.7). */
  private static String shortened(String text) {
    return text.length() <= 20_000 ? text : text.substring(0, 20_000);
  }
}
