package dev.fermata.transformer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes near the limits of the class file and of the libraries that read and write it. */
class LargeClassTest {
  private static final int VARIABLES = 20;

  /** So many bytes that a jump over them and what stands beside them is nearly too long. */
  private static final int FILLER = 32_600;

  /** A jump of more than 32,767 bytes makes the writer read the whole class again. */
  @Test
  void manyMethodsWithWideJumpsAreWritten() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Large", null, "java/lang/Object", null);
    for (int i = 0; i < 16; i++) {
      largeMethod(writer, "m" + i);
    }
    writer.visitEnd();

    Result result =
        new Transformer(Options.defaults()).transform(writer.toByteArray(), "Large.class");

    assertEquals(List.of(), result.diagnostics().stream().filter(Diagnostic::isError).toList());
    assertDoesNotThrow(() -> new Loader().define(result.bytes()).getDeclaredConstructors());
  }

  /** A loop around sixteen awaits over which all variables are alive, and around much else. */
  private static void largeMethod(ClassWriter writer, String name) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_STATIC, name, "(I)Ldev/fermata/Coroutine;", null, null);
    code.visitAnnotation("Ldev/fermata/Async;", true).visitEnd();
    code.visitCode();
    for (int variable = 1; variable <= VARIABLES; variable++) {
      code.visitVarInsn(Opcodes.ILOAD, 0);
      code.visitVarInsn(Opcodes.ISTORE, variable);
    }
    Label loop = new Label();
    Label end = new Label();
    code.visitLabel(loop);
    code.visitIincInsn(0, -1);
    code.visitVarInsn(Opcodes.ILOAD, 0);
    code.visitJumpInsn(Opcodes.IFLT, end);
    for (int i = 0; i < FILLER; i++) {
      code.visitInsn(Opcodes.NOP);
    }
    for (int i = 0; i < 16; i++) {
      await(code);
    }
    code.visitJumpInsn(Opcodes.GOTO, loop);
    code.visitLabel(end);
    for (int variable = 1; variable <= VARIABLES; variable++) {
      code.visitVarInsn(Opcodes.ILOAD, variable);
      code.visitVarInsn(Opcodes.ISTORE, 0);
    }
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "dev/fermata/Coroutine", "done", "()Ldev/fermata/Coroutine;", false);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void await(MethodVisitor code) {
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitTypeInsn(Opcodes.CHECKCAST, "dev/fermata/Awaitable");
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "dev/fermata/Fermata",
        "await",
        "(Ldev/fermata/Awaitable;)Ljava/lang/Object;",
        false);
    code.visitInsn(Opcodes.POP);
  }

  private static final class Loader extends ClassLoader {
    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }
}
