package dev.fermata.transformer.scan;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** A class of which only the methods that concern the transformer have code and attributes. */
public final class ConcernedClass extends ClassNode {
  private final CodeScan scan;

  /** Takes the class that was scanned. */
  public ConcernedClass(CodeScan scan) {
    super(Opcodes.ASM9);
    this.scan = scan;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    boolean read = scan.concerns(methods.size());
    MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
    return read ? method : null;
  }
}
