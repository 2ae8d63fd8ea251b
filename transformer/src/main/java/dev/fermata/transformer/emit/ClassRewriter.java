package dev.fermata.transformer.emit;

import dev.fermata.transformer.inspect.Marker;
import dev.fermata.transformer.scan.CodeScan;
import java.util.List;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Writes a class: what concerns the transformer from its tree, all else as it was read. Methods
 * that a reader hands to a writer with the reader's constants are copied as bytes.
 */
public final class ClassRewriter extends ClassVisitor {
  private final CodeScan scan;
  private final ClassNode node;
  private final Runnable addition;
  private int innerClasses;
  private int fields;
  private int methods;

  private ClassRewriter(CodeScan scan, ClassNode node, Runnable addition, ClassWriter writer) {
    super(Opcodes.ASM9, writer);
    this.scan = scan;
    this.node = node;
    this.addition = addition;
  }

  /**
   * Writes a class.
   *
   * @param node the class, with stubs in the place of its asynchronous methods
   * @param addition writes the new methods and adds to {@code node} what else is new, when all that
   *     was there is written
   * @param writer a writer that was made with {@code reader}
   */
  public static void rewrite(
      ClassReader reader, CodeScan scan, ClassNode node, Runnable addition, ClassWriter writer) {
    ClassRewriter rewriter = new ClassRewriter(scan, node, addition, writer);
    reader.accept(rewriter, new Attribute[] {Marker.prototype()}, 0);
  }

  @Override
  public void visitInnerClass(String name, String outerName, String innerName, int access) {
    super.visitInnerClass(name, outerName, innerName, access);
    innerClasses++;
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    fields++;
    return super.visitField(access, name, descriptor, signature, value);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    int method = methods++;
    if (!scan.concerns(method)) {
      return super.visitMethod(access, name, descriptor, signature, exceptions);
    }
    node.methods.get(method).accept(cv);
    return null;
  }

  /** Adds what the class has more than before. */
  @Override
  public void visitEnd() {
    addition.run();
    rest(node.innerClasses, innerClasses).forEach(inner -> inner.accept(cv));
    rest(node.fields, fields).forEach(field -> field.accept(cv));
    super.visitAttribute(Marker.in(node));
    super.visitEnd();
  }

  private static <T> List<T> rest(List<T> all, int from) {
    return all.subList(from, all.size());
  }
}
