package dev.fermata.transformer.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypeReference;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The JVM is the reference: the check refuses exactly the tables for which it refuses a class. */
class TablesTest {
  private static final Object[] NOTHING = {};

  /**
   * A table of a method {@code static void m(int)}.
   *
   * @param right whether the JVM accepts it
   */
  private record Table(String name, boolean right, Consumer<Code> addition) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Table> tables() {
    return Stream.of(
        new Table("none", true, code -> {}),
        new Table("range", true, code -> code.handler(code.start, code.middle, code.handler)),
        new Table(
            "empty range", false, code -> code.handler(code.middle, code.middle, code.handler)),
        new Table(
            "backward range", false, code -> code.handler(code.middle, code.start, code.handler)),
        new Table(
            "handler behind the code",
            false,
            code -> code.handler(code.start, code.middle, code.end)),
        new Table("line", true, code -> code.line(code.handler)),
        new Table("line behind the code", false, code -> code.line(code.end)),
        new Table("variable", true, code -> code.variable("a", "I", code.start, code.end, 0)),
        new Table(
            "empty variable", true, code -> code.variable("a", "I", code.middle, code.middle, 0)),
        new Table(
            "variable behind the code",
            false,
            code -> code.variable("a", "I", code.end, code.end, 0)),
        new Table(
            "variable that ends first",
            false,
            code -> code.variable("a", "I", code.middle, code.start, 0)),
        new Table(
            "untouched variable", true, code -> code.variable("a", "I", code.start, code.end, 5)),
        new Table(
            "untouched wide variable",
            true,
            code -> code.variable("a", "J", code.start, code.end, 5)),
        new Table(
            "untouched generic variable",
            true,
            code ->
                code.method.visitLocalVariable(
                    "a", "Ljava/util/List;", "Ljava/util/List<TT;>;", code.start, code.end, 5)),
        new Table(
            "same variable twice",
            false,
            code -> {
              code.variable("a", "I", code.start, code.end, 0);
              code.variable("a", "J", code.start, code.end, 0);
            }),
        new Table(
            "variables of one range",
            true,
            code -> {
              code.variable("a", "I", code.start, code.end, 0);
              code.variable("b", "I", code.start, code.end, 0);
              code.variable("a", "I", code.start, code.end, 1);
              code.variable("a", "I", code.middle, code.end, 0);
              code.variable("a", "I", code.start, code.middle, 0);
            }),
        new Table("annotation", true, code -> code.annotation(code.start, code.end, 7)));
  }

  /** The method to which a table is added. */
  private static final class Code {
    final MethodNode method =
        new MethodNode(Opcodes.ASM9, Opcodes.ACC_STATIC, "m", "(I)V", null, null);
    final Label start = new Label();
    final Label middle = new Label();
    final Label handler = new Label();
    final Label end = new Label();

    Code(Consumer<Code> addition) {
      method.visitLabel(start);
      method.visitInsn(Opcodes.NOP);
      method.visitLabel(middle);
      method.visitInsn(Opcodes.RETURN);
      method.visitLabel(handler);
      method.visitFrame(
          Opcodes.F_NEW,
          1,
          new Object[] {Opcodes.INTEGER},
          1,
          new Object[] {"java/lang/Throwable"});
      method.visitVarInsn(Opcodes.ASTORE, 1);
      method.visitInsn(Opcodes.RETURN);
      method.visitLabel(end);
      addition.accept(this);
    }

    void handler(Label from, Label to, Label goal) {
      method.visitTryCatchBlock(from, to, goal, null);
    }

    void line(Label place) {
      method.visitLineNumber(3, place);
    }

    void variable(String name, String descriptor, Label from, Label to, int slot) {
      method.visitLocalVariable(name, descriptor, null, from, to, slot);
    }

    void annotation(Label from, Label to, int slot) {
      method.visitLocalVariableAnnotation(
          TypeReference.newTypeReference(TypeReference.LOCAL_VARIABLE).getValue(),
          null,
          new Label[] {from},
          new Label[] {to},
          new int[] {slot},
          "Ljava/lang/Deprecated;",
          true);
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void tableIsAcceptedExactlyWhereTheJvmAcceptsIt(Table table) {
    MethodNode method = new Code(table.addition).method;
    assertEquals(table.right, isAccepted(method), "by the check");
    if (!table.right) {
      method.maxLocals = 10;
      method.maxStack = 1;
    }
    assertEquals(table.right, isLoaded(method), "by the JVM");
  }

  /** Annotations do not trouble the JVM, but all who read them. */
  @Test
  void rangesOfAnnotationsAreCheckedAsThoseOfVariables() {
    assertEquals(8, sized(code -> code.annotation(code.start, code.end, 7)).maxLocals);
    assertWrong("behind the code", code -> code.annotation(code.end, code.end, 0));
    assertWrong("no place", code -> code.annotation(code.start, new Label(), 0));
  }

  @Test
  void slotsOfUntouchedVariablesCount() {
    assertEquals(6, sized(code -> code.variable("a", "F", code.start, code.end, 5)).maxLocals);
    assertEquals(7, sized(code -> code.variable("a", "D", code.start, code.end, 5)).maxLocals);
  }

  @Test
  void uninitialisedObjectOfAnInstructionThatMakesNoneIsFound() {
    assertWrong("makes no object", code -> newObject(code, false));
    assertTrue(isAccepted(new Code(code -> newObject(code, true)).method));
  }

  private static void newObject(Code code, boolean right) {
    Label site = new Label();
    Label here = new Label();
    code.method.visitFrame(Opcodes.F_NEW, 1, new Object[] {Opcodes.INTEGER}, 0, NOTHING);
    if (right) {
      code.method.visitLabel(site);
    }
    code.method.visitTypeInsn(Opcodes.NEW, "java/lang/Object");
    if (!right) {
      code.method.visitLabel(site);
    }
    code.method.visitVarInsn(Opcodes.ILOAD, 0);
    code.method.visitJumpInsn(Opcodes.IFEQ, here);
    code.method.visitLabel(here);
    code.method.visitFrame(
        Opcodes.F_NEW, 1, new Object[] {Opcodes.INTEGER}, 1, new Object[] {site});
    code.method.visitInsn(Opcodes.POP);
    code.method.visitInsn(Opcodes.RETURN);
  }

  @Test
  void moreThanTheTwoBytesOfATableHoldIsALimit() {
    assertLimit(
        "would have 65537 slots of local variables, a method may have 65535",
        code -> code.method.visitVarInsn(Opcodes.ISTORE, 65_536));
    assertLimit(
        "would have 65536 exception handlers, a method may have 65535",
        code -> {
          for (int i = 0; i < 65_536; i++) {
            code.handler(code.start, code.middle, code.handler);
          }
        });
    assertLimit(
        "would have 65536 entries for local variables, a method may have 65535",
        code -> {
          for (int i = 0; i < 65_536; i++) {
            code.variable("v" + i, "I", code.start, code.end, 0);
          }
        });
  }

  private static void assertLimit(String message, Consumer<Code> addition) {
    Code code =
        new Code(
            c -> {
              c.method.visitFrame(Opcodes.F_NEW, 1, new Object[] {Opcodes.INTEGER}, 0, NOTHING);
              c.method.visitInsn(Opcodes.ICONST_0);
            });
    addition.accept(code);
    if (code.method.instructions.getLast().getOpcode() == Opcodes.ICONST_0) {
      code.method.visitInsn(Opcodes.POP);
    }
    code.method.visitInsn(Opcodes.RETURN);
    LimitException limit =
        assertThrows(LimitException.class, () -> OutputCheck.check("A", code.method));
    assertEquals(message, limit.getMessage());
  }

  private static void assertWrong(String message, Consumer<Code> addition) {
    MethodNode method = new Code(addition).method;
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> OutputCheck.check("A", method));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  private static MethodNode sized(Consumer<Code> addition) {
    MethodNode method = new Code(addition).method;
    OutputCheck.check("A", method);
    return method;
  }

  private static boolean isAccepted(MethodNode method) {
    try {
      OutputCheck.check("A", method);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static boolean isLoaded(MethodNode method) {
    ClassNode node = new ClassNode();
    node.visit(Opcodes.V17, Opcodes.ACC_SUPER, "A", null, "java/lang/Object", null);
    ClassWriter writer = new ClassWriter(0);
    node.accept(writer);
    MethodVisitor out = writer.visitMethod(method.access, method.name, method.desc, null, null);
    method.accept(out);
    byte[] bytes = writer.toByteArray();
    class Loader extends ClassLoader {
      Class<?> define() {
        return defineClass("A", bytes, 0, bytes.length);
      }
    }
    try {
      // Asking for the methods verifies the class.
      return new Loader().define().getDeclaredMethods().length == 1;
    } catch (ClassFormatError | VerifyError e) {
      return false;
    }
  }
}
