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
  private int innerClasses;
  private int fields;
  private int methods;

  private ClassRewriter(CodeScan scan, ClassNode node, ClassWriter writer) {
    super(Opcodes.ASM9, writer);
    this.scan = scan;
    this.node = node;
  }

  /**
   * Writes all that was there. New methods may be written then, and new fields and inner classes
   * added to {@code node}, before {@link #end}.
   *
   * @param node the class, with stubs in the place of its asynchronous methods
   * @param writer a writer that was made with {@code reader}
   */
  public static ClassRewriter copy(
      ClassReader reader, CodeScan scan, ClassNode node, ClassWriter writer) {
    ClassRewriter rewriter = new ClassRewriter(scan, node, writer);
    reader.accept(rewriter, new Attribute[] {Marker.prototype()}, 0);
    return rewriter;
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

  /** What is there has been read; the class has not ended. */
  @Override
  public void visitEnd() {
    // That is for end().
  }

  /** Adds what the class has more than before, and ends it. */
  public void end() {
    rest(node.innerClasses, innerClasses).forEach(inner -> inner.accept(cv));
    rest(node.fields, fields).forEach(field -> field.accept(cv));
    super.visitAttribute(Marker.in(node));
    super.visitEnd();
  }

  private static <T> List<T> rest(List<T> all, int from) {
    return all.subList(from, all.size());
  }
}
