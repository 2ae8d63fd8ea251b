package dev.fermata.transformer.cases.harness;

import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Changes class files into shapes that javac and ecj never write. */
public final class ClassEdit {
  private ClassEdit() {}

  /**
   * The class file after a change that may need other stack maps; the same bytes where there is
   * none.
   */
  static byte[] apply(byte[] bytes, Consumer<ClassNode> change) {
    return change == null ? bytes : change(bytes, ClassWriter.COMPUTE_FRAMES, change);
  }

  /**
   * The class file after a change.
   *
   * @param flags what ASM's {@link ClassWriter} shall compute; types that differ merge to Object
   */
  public static byte[] change(byte[] bytes, int flags, Consumer<ClassNode> change) {
    ClassNode node = read(bytes);
    change.accept(node);
    ClassWriter writer =
        new ClassWriter(flags) {
          @Override
          protected String getCommonSuperClass(String first, String second) {
            return "java/lang/Object";
          }
        };
    node.accept(writer);
    return writer.toByteArray();
  }

  /** The class as a tree. */
  public static ClassNode read(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    return node;
  }

  /** The class file with all members of one name renamed, in declarations and uses. */
  static byte[] rename(byte[] bytes, Map<String, String> names) {
    if (names.isEmpty()) {
      return bytes;
    }
    Remapper remapper =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String mapMethodName(String owner, String name, String descriptor) {
            return owner.startsWith("targets/") ? names.getOrDefault(name, name) : name;
          }

          @Override
          public String mapFieldName(String owner, String name, String descriptor) {
            return mapMethodName(owner, name, descriptor);
          }
        };
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(new ClassRemapper(writer, remapper), 0);
    return writer.toByteArray();
  }

  /** The one method of this name. */
  public static MethodNode method(ClassNode node, String name) {
    return node.methods.stream().filter(m -> m.name.equals(name)).findFirst().orElseThrow();
  }

  /** Gives the one method of this name another body. */
  public static void body(ClassNode node, String name, Consumer<MethodVisitor> code) {
    MethodNode method = method(node, name);
    method.instructions.clear();
    method.tryCatchBlocks.clear();
    method.localVariables = null;
    code.accept(method);
    method.visitMaxs(0, 0);
  }

  /** Emits an await of {@code later(value)} for the int on the stack, which leaves an Object. */
  public static void awaitLater(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "dev/fermata/transformer/cases/harness/Later",
        "later",
        "(I)Ldev/fermata/Awaitable;",
        false);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "dev/fermata/Fermata",
        "await",
        "(Ldev/fermata/Awaitable;)Ljava/lang/Object;",
        false);
  }

  /** Emits the return of a coroutine whose value is the Object on the stack. */
  public static void returnCoroutine(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "dev/fermata/Coroutine",
        "of",
        "(Ljava/lang/Object;)Ldev/fermata/Coroutine;",
        false);
    code.visitInsn(Opcodes.ARETURN);
  }
}
