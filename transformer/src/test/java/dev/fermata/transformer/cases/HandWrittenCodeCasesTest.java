package dev.fermata.transformer.cases;

import static dev.fermata.transformer.cases.harness.ClassEdit.awaitLater;
import static dev.fermata.transformer.cases.harness.ClassEdit.body;
import static dev.fermata.transformer.cases.harness.ClassEdit.method;
import static dev.fermata.transformer.cases.harness.ClassEdit.returnCoroutine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.ICONST_2;
import static org.objectweb.asm.Opcodes.ICONST_3;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.MONITOREXIT;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.NOP;
import static org.objectweb.asm.Opcodes.POP;

import dev.fermata.transformer.Result;
import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Invariants;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Rows B14, E06, F07, I09 and I23: code that is legal and that neither javac nor ecj writes. */
class HandWrittenCodeCasesTest {
  @Test
  void b14_slotOfThisIsOverwritten() {
    Case.of(
            """
            String name = "this";
            @Async Coroutine<Object> body(Object other) {
              String s = name + await(later(1));
              other = s;
              await(later(2));
              return Coroutine.of(other + "" + await(later(3)));
            }
            @Async static Coroutine<Object> run() { return new Target().body(null); }
            """)
        .onlyCoroutines()
        .edit(
            target ->
                body(
                    target,
                    "body",
                    code -> {
                      code.visitVarInsn(ALOAD, 0);
                      code.visitFieldInsn(GETFIELD, "targets/Target", "name", "Ljava/lang/String;");
                      code.visitVarInsn(ASTORE, 0);
                      code.visitInsn(ICONST_1);
                      awaitLater(code);
                      code.visitVarInsn(ASTORE, 1);
                      code.visitInsn(ICONST_2);
                      awaitLater(code);
                      code.visitInsn(POP);
                      code.visitVarInsn(ALOAD, 0);
                      code.visitVarInsn(ALOAD, 1);
                      code.visitMethodInsn(
                          INVOKEVIRTUAL,
                          "java/lang/Object",
                          "toString",
                          "()Ljava/lang/String;",
                          false);
                      code.visitMethodInsn(
                          INVOKEVIRTUAL,
                          "java/lang/String",
                          "concat",
                          "(Ljava/lang/String;)Ljava/lang/String;",
                          false);
                      returnCoroutine(code);
                    }))
        .prints("= this1");
  }

  @Test
  void e06_awaitUnderAMonitorWithoutStructureIsRefused() {
    byte[] before =
        Case.of("@Async static Coroutine<Object> odd(int k) { return null; }")
            .edit(
                target ->
                    body(
                        target,
                        "odd",
                        code -> {
                          Label notEntered = new Label();
                          Label notLeft = new Label();
                          code.visitVarInsn(ILOAD, 0);
                          code.visitJumpInsn(IFEQ, notEntered);
                          code.visitLdcInsn("lock");
                          code.visitInsn(MONITORENTER);
                          code.visitLabel(notEntered);
                          code.visitInsn(ICONST_1);
                          awaitLater(code);
                          code.visitVarInsn(ILOAD, 0);
                          code.visitJumpInsn(IFEQ, notLeft);
                          code.visitLdcInsn("lock");
                          code.visitInsn(MONITOREXIT);
                          code.visitLabel(notLeft);
                          returnCoroutine(code);
                        }))
            .compileTarget();
    Result result = Invariants.run("targets.Target", before);
    assertSame(before, result.bytes());
    assertEquals(
        List.of("FERMATA-003"), result.diagnostics().stream().map(Diagnostic::id).toList());
  }

  @Test
  void f07_dynamicConstantsOfEachKind() {
    Handle invoke =
        new Handle(
            H_INVOKESTATIC,
            "java/lang/invoke/ConstantBootstraps",
            "invoke",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;"
                + "Ljava/lang/invoke/MethodHandle;[Ljava/lang/Object;)Ljava/lang/Object;",
            false);
    Case.of(
            """
            static int calls;
            static int anInt() { calls++; return 7; }
            static long aLong() { return 1L << 40; }
            static boolean aBoolean() { return true; }
            static Object[] aReference() { return new Object[] {calls}; }
            static String show(int i, long l, boolean z, Object[] a, Object last) { return i + " " + l + z + a[0] + last; }
            @Async static Coroutine<Object> odd(int k) { return null; }
            @Async static Coroutine<Object> run() { return Coroutine.of(await(odd(1)) + "" + await(odd(0)) + calls); }
            """)
        .java(11)
        .onlyCoroutines()
        .edit(
            target ->
                body(
                    target,
                    "odd",
                    code -> {
                      constant(code, invoke, "anInt", Type.INT_TYPE);
                      constant(code, invoke, "aLong", Type.LONG_TYPE);
                      constant(code, invoke, "aBoolean", Type.BOOLEAN_TYPE);
                      constant(code, invoke, "aReference", Type.getType(Object[].class));
                      code.visitVarInsn(ILOAD, 0);
                      awaitLater(code);
                      code.visitMethodInsn(
                          INVOKESTATIC,
                          "targets/Target",
                          "show",
                          "(IJZ[Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/String;",
                          false);
                      returnCoroutine(code);
                    }))
        .prints("= 7 1099511627776true117 1099511627776true101");
  }

  private static void constant(MethodVisitor code, Handle bootstrap, String method, Type type) {
    Handle value =
        new Handle(H_INVOKESTATIC, "targets/Target", method, "()" + type.getDescriptor(), false);
    code.visitLdcInsn(new ConstantDynamic(method, type.getDescriptor(), bootstrap, value));
  }

  @Test
  void i23_deadCodeAfterAnAwaitThatBecameNopsAndAthrow() {
    Case.of(
            """
            @Async static Coroutine<Object> odd(int k) { return null; }
            @Async static Coroutine<Object> run() {
              try {
                return Coroutine.of(await(odd(0)));
              } catch (IllegalStateException e) {
                return Coroutine.of(e.getMessage() + await(odd(1)));
              }
            }
            """)
        .onlyCoroutines()
        .edit(
            target ->
                body(
                    target,
                    "odd",
                    code -> {
                      Label zero = new Label();
                      Label dead = new Label();
                      code.visitVarInsn(ILOAD, 0);
                      code.visitJumpInsn(IFEQ, zero);
                      code.visitInsn(ICONST_1);
                      awaitLater(code);
                      returnCoroutine(code);
                      // Unreachable: the writer of the class puts nops and an athrow here.
                      code.visitLabel(dead);
                      code.visitInsn(ICONST_3);
                      awaitLater(code);
                      code.visitInsn(POP);
                      code.visitInsn(NOP);
                      code.visitJumpInsn(GOTO, dead);
                      code.visitLabel(zero);
                      code.visitInsn(ICONST_2);
                      awaitLater(code);
                      code.visitInsn(POP);
                      code.visitTypeInsn(NEW, "java/lang/IllegalStateException");
                      code.visitInsn(DUP);
                      code.visitLdcInsn("thrown");
                      code.visitMethodInsn(
                          INVOKESPECIAL,
                          "java/lang/IllegalStateException",
                          "<init>",
                          "(Ljava/lang/String;)V",
                          false);
                      code.visitInsn(ATHROW);
                    }))
        .prints("= thrown1");
  }

  @Test
  void i09_wrongEntriesForLocalVariablesDoNotMatter() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int number = await(later(1));
              String text = await(later("t"));
              for (int i = 0; i < 2; i++) text += await(later(i));
              return Coroutine.of(text + number);
            }
            """)
        .edit(
            target ->
                method(target, "run")
                    .localVariables
                    .forEach(
                        variable -> {
                          variable.desc = variable.desc.equals("I") ? "Ljava/util/List;" : "J";
                          variable.signature = "TNone;";
                          variable.start = method(target, "run").localVariables.get(0).start;
                        }))
        .withLines()
        .prints("= t011");
  }
}
