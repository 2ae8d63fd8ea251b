package dev.fermata.transformer.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** The last pass finds wrong code and the sizes of right code. */
class OutputCheckTest {
  private static final Object[] NOTHING = {};

  @Test
  void sizesAreThoseOfReachableCode() {
    MethodNode method =
        method(
            "(IJ)V",
            code -> {
              code.visitVarInsn(Opcodes.LLOAD, 1);
              code.visitVarInsn(Opcodes.ILOAD, 0);
              code.visitVarInsn(Opcodes.ISTORE, 4);
              code.visitInsn(Opcodes.POP2);
              code.visitInsn(Opcodes.RETURN);
            });

    OutputCheck.check("A", method);

    assertEquals(3, method.maxStack);
    assertEquals(5, method.maxLocals);
  }

  /** Compilers replace dead code by {@code nop … athrow}, and the JVM verifies that too. */
  @Test
  void deadCodeCountsForTheSizes() {
    MethodNode method =
        method(
            "()V",
            code -> {
              code.visitInsn(Opcodes.RETURN);
              code.visitFrame(Opcodes.F_NEW, 0, NOTHING, 1, new Object[] {"java/lang/Throwable"});
              code.visitInsn(Opcodes.ACONST_NULL);
              code.visitInsn(Opcodes.ACONST_NULL);
              code.visitInsn(Opcodes.POP2);
              code.visitInsn(Opcodes.ATHROW);
            });

    OutputCheck.check("A", method);

    assertEquals(3, method.maxStack);
  }

  @Test
  void variableThatAFrameDeclaresButOnePathDoesNotSetIsFound() {
    assertWrong(
        "variable 1",
        code -> {
          Label end = new Label();
          code.visitVarInsn(Opcodes.ILOAD, 0);
          code.visitJumpInsn(Opcodes.IFEQ, end);
          code.visitInsn(Opcodes.ICONST_0);
          code.visitVarInsn(Opcodes.ISTORE, 1);
          code.visitLabel(end);
          code.visitFrame(
              Opcodes.F_NEW, 2, new Object[] {Opcodes.INTEGER, Opcodes.INTEGER}, 0, NOTHING);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  @Test
  void variableThatAHandlerDeclaresButTheProtectedCodeOverwritesIsFound() {
    assertWrong(
        "variable 0",
        code -> {
          Label start = new Label();
          Label end = new Label();
          Label handler = new Label();
          code.visitTryCatchBlock(start, end, handler, null);
          code.visitLabel(start);
          code.visitInsn(Opcodes.ACONST_NULL);
          code.visitVarInsn(Opcodes.ASTORE, 0);
          code.visitInsn(Opcodes.NOP);
          code.visitLabel(end);
          code.visitInsn(Opcodes.RETURN);
          code.visitLabel(handler);
          code.visitFrame(
              Opcodes.F_NEW,
              1,
              new Object[] {Opcodes.INTEGER},
              1,
              new Object[] {"java/lang/Throwable"});
          code.visitInsn(Opcodes.ATHROW);
        });
  }

  @Test
  void operandOfAnotherTypeThanTheFrameDeclaresIsFound() {
    assertWrong(
        "operand 0",
        code -> {
          code.visitInsn(Opcodes.LCONST_0);
          code.visitFrame(
              Opcodes.F_NEW, 1, new Object[] {Opcodes.INTEGER}, 1, new Object[] {Opcodes.DOUBLE});
          code.visitInsn(Opcodes.POP2);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  @Test
  void stacksOfDifferentHeightsAreFound() {
    assertWrong(
        "heights",
        code -> {
          code.visitInsn(Opcodes.ICONST_0);
          code.visitFrame(Opcodes.F_NEW, 1, new Object[] {Opcodes.INTEGER}, 0, NOTHING);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  @Test
  void jumpToAPlaceWithoutAFrameIsFound() {
    assertWrong(
        "no stack map frame",
        code -> {
          Label end = new Label();
          code.visitVarInsn(Opcodes.ILOAD, 0);
          code.visitJumpInsn(Opcodes.IFEQ, end);
          code.visitLabel(end);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  @Test
  void codeAfterItsEndWithoutAFrameIsFound() {
    assertWrong(
        "unreachable",
        code -> {
          code.visitInsn(Opcodes.RETURN);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  @Test
  void codeWithoutAnEndIsFound() {
    assertWrong("no end", code -> code.visitInsn(Opcodes.NOP));
  }

  @Test
  void instructionWithAnOperandOfTheWrongTypeIsFound() {
    assertWrong(
        "Expected",
        code -> {
          code.visitInsn(Opcodes.ACONST_NULL);
          code.visitInsn(Opcodes.INEG);
          code.visitInsn(Opcodes.POP);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  private static void assertWrong(String message, Consumer<MethodNode> code) {
    MethodNode method = method("(I)V", code);
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> OutputCheck.check("A", method));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  private static MethodNode method(String descriptor, Consumer<MethodNode> code) {
    MethodNode method =
        new MethodNode(Opcodes.ASM9, Opcodes.ACC_STATIC, "m", descriptor, null, null);
    code.accept(method);
    return method;
  }
}
