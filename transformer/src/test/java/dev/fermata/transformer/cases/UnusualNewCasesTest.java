package dev.fermata.transformer.cases;

import static dev.fermata.transformer.cases.harness.ClassEdit.awaitLater;
import static dev.fermata.transformer.cases.harness.ClassEdit.body;
import static dev.fermata.transformer.cases.harness.ClassEdit.returnCoroutine;
import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2_X1;
import static org.objectweb.asm.Opcodes.DUP_X1;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ICONST_3;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.SWAP;

import dev.fermata.transformer.cases.harness.Case;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Rows B14, E06, F07, I09, I23 and I24: code that is legal and that neither javac nor ecj writes.
 */
class UnusualNewCasesTest {
  private static final String BOX =
      """
      static class Box {
        static { log("Box initialised"); }
        final String s;
        Box(Object o) { s = "box " + o; log(s); }
        Box(Object o, Object p) { this(o + "," + p); }
        @Override public String toString() { return s; }
      }
      static String show(Object a, Object b) { return a + "/" + b; }
      @Async static Coroutine<Object> odd(int k) { return null; }
      @Async static Coroutine<Object> run() { return Coroutine.of(await(odd(1)) + " " + await(odd(0))); }
      """;

  private static Case odd(Consumer<MethodVisitor> code) {
    return Case.of(BOX).onlyCoroutines().edit(target -> body(target, "odd", code));
  }

  private static void construct(MethodVisitor code, String descriptor) {
    code.visitMethodInsn(INVOKESPECIAL, "targets/Target$Box", "<init>", descriptor, false);
  }

  @Test
  void i24_newWithoutDup() {
    odd(code -> {
          code.visitTypeInsn(NEW, "targets/Target$Box");
          code.visitVarInsn(ILOAD, 0);
          awaitLater(code);
          construct(code, "(Ljava/lang/Object;)V");
          code.visitLdcInsn("made");
          returnCoroutine(code);
        })
        .prints("Box initialised", "box 1", "box 0", "= made made");
  }

  @Test
  void i24_copiesOfANewObjectInOddOrder() {
    odd(code -> {
          code.visitInsn(ICONST_3);
          awaitLater(code);
          code.visitTypeInsn(NEW, "targets/Target$Box");
          code.visitInsn(DUP_X1);
          code.visitInsn(SWAP);
          code.visitVarInsn(ILOAD, 0);
          awaitLater(code);
          construct(code, "(Ljava/lang/Object;Ljava/lang/Object;)V");
          returnCoroutine(code);
        })
        .prints("Box initialised", "box 3,1", "box 3,0", "= box 3,1 box 3,0");
  }

  @Test
  void i24_copyOfANewObjectInALocal() {
    odd(code -> {
          code.visitTypeInsn(NEW, "targets/Target$Box");
          code.visitInsn(DUP);
          code.visitVarInsn(ASTORE, 1);
          code.visitInsn(DUP);
          code.visitVarInsn(ASTORE, 2);
          code.visitVarInsn(ALOAD, 2);
          code.visitVarInsn(ILOAD, 0);
          awaitLater(code);
          code.visitInsn(DUP);
          code.visitVarInsn(ASTORE, 3);
          construct(code, "(Ljava/lang/Object;)V");
          code.visitInsn(POP);
          code.visitVarInsn(ALOAD, 3);
          awaitCastInt(code);
          code.visitInsn(POP);
          code.visitVarInsn(ALOAD, 1);
          code.visitVarInsn(ALOAD, 2);
          show(code);
          returnCoroutine(code);
        })
        .prints("Box initialised", "box 1", "box 0", "= box 1/box 1 box 0/box 0");
  }

  private static void awaitCastInt(MethodVisitor code) {
    code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "hashCode", "()I", false);
    awaitLater(code);
  }

  private static void show(MethodVisitor code) {
    code.visitMethodInsn(
        INVOKESTATIC,
        "targets/Target",
        "show",
        "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/String;",
        false);
  }

  @Test
  void i24_severalConstructorCallsForOneNew() {
    odd(code -> {
          Label other = new Label();
          Label end = new Label();
          code.visitTypeInsn(NEW, "targets/Target$Box");
          code.visitInsn(DUP);
          code.visitVarInsn(ILOAD, 0);
          awaitLater(code);
          code.visitVarInsn(ILOAD, 0);
          code.visitJumpInsn(IFEQ, other);
          construct(code, "(Ljava/lang/Object;)V");
          code.visitJumpInsn(GOTO, end);
          code.visitLabel(other);
          code.visitInsn(ICONST_3);
          awaitLater(code);
          construct(code, "(Ljava/lang/Object;Ljava/lang/Object;)V");
          code.visitLabel(end);
          returnCoroutine(code);
        })
        .prints("Box initialised", "box 1", "box 0,3", "= box 1 box 0,3");
  }

  @Test
  void i24_newObjectThatIsDroppedBeforeItsConstructor() {
    odd(code -> {
          code.visitTypeInsn(NEW, "targets/Target$Box");
          code.visitInsn(DUP);
          code.visitVarInsn(ILOAD, 0);
          awaitLater(code);
          code.visitInsn(DUP2_X1);
          code.visitInsn(POP);
          code.visitInsn(POP);
          code.visitInsn(POP);
          code.visitInsn(POP);
          code.visitInsn(ACONST_NULL);
          code.visitLdcInsn("none");
          show(code);
          returnCoroutine(code);
        })
        .prints("Box initialised", "= null/none null/none");
  }

  @Test
  void i24_twoInstancesOfOneNewInALoop() {
    odd(code -> {
          Label again = new Label();
          code.visitInsn(ACONST_NULL);
          code.visitVarInsn(ASTORE, 1);
          code.visitLabel(again);
          code.visitTypeInsn(NEW, "targets/Target$Box");
          code.visitInsn(DUP);
          code.visitVarInsn(ILOAD, 0);
          awaitLater(code);
          code.visitVarInsn(ALOAD, 1);
          construct(code, "(Ljava/lang/Object;Ljava/lang/Object;)V");
          code.visitVarInsn(ASTORE, 1);
          code.visitIincInsn(0, -1);
          code.visitVarInsn(ILOAD, 0);
          code.visitJumpInsn(IFEQ, again);
          code.visitVarInsn(ALOAD, 1);
          returnCoroutine(code);
        })
        .prints(
            "Box initialised",
            "box 1,null",
            "box 0,box 1,null",
            "box 0,null",
            "= box 0,box 1,null box 0,null");
  }
}
