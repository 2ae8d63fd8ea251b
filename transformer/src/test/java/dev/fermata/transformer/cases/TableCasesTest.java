package dev.fermata.transformer.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.ClassEdit;
import dev.fermata.transformer.cases.harness.Invariants;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Row I09: tables beside the code that are valid, and that no compiler of Java writes. */
class TableCasesTest {
  private static final String NAME = "targets.Target";

  private static final String PROGRAM =
      """
      @Async static Coroutine<Object> run() {
        Object x = await(later(1));
        await(later(2));
        log(x);
        await(later(3));
        x = await(later(4));
        return Coroutine.of(x);
      }
      """;

  /** An optimiser or another language's compiler drops the store and keeps the variable. */
  @Test
  void i09_variableThatNoInstructionTouches() {
    for (String hidden : List.of("int hidden = 7;", "long hidden = 7;", "Object hidden = null;")) {
      Case.of(
              "@Async static Coroutine<Object> run() { %s await(later(1)); return Coroutine.of(\"ok\"); }"
                  .formatted(hidden))
          .edit(target -> dropStores(ClassEdit.method(target, "run")))
          .withLines()
          .prints("= ok");
    }
  }

  private static void dropStores(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn.getOpcode() == Opcodes.LSTORE) {
        method.instructions.set(insn, new InsnNode(Opcodes.POP2));
      } else if (insn instanceof VarInsnNode && insn.getOpcode() >= Opcodes.ISTORE) {
        method.instructions.set(insn, new InsnNode(Opcodes.POP));
      }
    }
  }

  /** Entries that differ in code which resume does not have would be the same there. */
  @Test
  void i09_entriesThatDifferOnlyInCodeThatIsLeftOut() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String x = "x";
              log(x);
              log(x + 1);
              String y = await(later("y"));
              return Coroutine.of(x + y);
            }
            """)
        .edit(
            target -> {
              MethodNode run = ClassEdit.method(target, "run");
              LocalVariableNode x = run.localVariables.get(0);
              LabelNode later = labelAfter(x.start);
              run.localVariables.add(
                  new LocalVariableNode("x", x.desc, null, later, x.end, x.index));
            })
        .withLines()
        .prints("x", "x1", "= xy");
  }

  private static LabelNode labelAfter(LabelNode first) {
    AbstractInsnNode insn = first.getNext();
    boolean code = false;
    while (!code || !(insn instanceof LabelNode)) {
      code |= insn.getOpcode() >= 0;
      insn = insn.getNext();
    }
    return (LabelNode) insn;
  }

  /** Each range is cut to where its variable has a value, which may fill the table. */
  @Test
  void i09_tableThatWouldBecomeTooLongIsCutOff() {
    byte[] before =
        edited(
            run -> {
              LocalVariableNode x = run.localVariables.get(0);
              for (int i = 0; i < 40_000; i++) {
                run.localVariables.add(
                    new LocalVariableNode("x" + i, x.desc, null, x.start, x.end, x.index));
              }
            });
    byte[] after = Invariants.transform(NAME, before);
    load(after);
    List<Integer> sizes =
        ClassEdit.read(after).methods.stream()
            .filter(method -> method.name.endsWith("resume"))
            .map(method -> method.localVariables.size())
            .toList();
    assertEquals(List.of(65_535), sizes);
  }

  /** The JVM does not look into annotations of code, and shrinkers do not correct all of them. */
  @Test
  void i09_annotationOfASlotThatTheMethodDoesNotUse() {
    byte[] before =
        edited(
            run -> {
              LabelNode start = run.localVariables.get(0).start;
              LabelNode end = run.localVariables.get(0).end;
              run.invisibleLocalVariableAnnotations =
                  new ArrayList<>(
                      List.of(
                          new LocalVariableAnnotationNode(
                              0x40 << 24,
                              null,
                              new LabelNode[] {start},
                              new LabelNode[] {end},
                              new int[] {65_535},
                              "Lt/T;")));
            });
    load(Invariants.transform(NAME, before));
  }

  /** What a method declares may be more than it uses. */
  @Test
  void i09_methodThatDeclaresAllSlotsThatThereAreAndUsesFew() {
    load(Invariants.transform(NAME, edited(run -> run.maxLocals = 65_535)));
  }

  @Test
  void i05_variablesThatLeaveNoSlotForOurs() {
    byte[] before =
        edited(
            run -> {
              run.instructions.insert(new VarInsnNode(Opcodes.ISTORE, 65_534));
              run.instructions.insert(new InsnNode(Opcodes.ICONST_0));
              run.maxLocals = 65_535;
            });
    assertRefused(before, "slots of local variables, a method may have 65535; split the method");
  }

  @Test
  void i05_methodsThatLeaveNoneForOurs() {
    byte[] before =
        ClassEdit.change(
            Case.of(PROGRAM).compileTarget(),
            0,
            node ->
                IntStream.range(0, 65_533)
                    .forEach(
                        i -> {
                          node.methods.add(
                              new MethodNode(
                                  Opcodes.ACC_PUBLIC | Opcodes.ACC_NATIVE,
                                  "m" + i / 250,
                                  "(" + "I".repeat(i % 250) + ")V",
                                  null,
                                  null));
                        }));
    assertRefused(before, "65536 methods, a class may have 65535");
  }

  private static void assertRefused(byte[] before, String message) {
    List<Diagnostic> found = Invariants.run(NAME, before).diagnostics();
    assertEquals(List.of("FERMATA-011"), found.stream().map(Diagnostic::id).toList());
    assertTrue(found.get(0).toString().contains(message), found.get(0).toString());
  }

  private static byte[] edited(Consumer<MethodNode> change) {
    return ClassEdit.change(
        Case.of(PROGRAM).compileTarget(), 0, node -> change.accept(ClassEdit.method(node, "run")));
  }

  private static void load(byte[] bytes) {
    class Loader extends ClassLoader {
      Class<?> define() {
        return defineClass(NAME, bytes, 0, bytes.length);
      }
    }
    // Asking for the methods verifies the class.
    assertTrue(new Loader().define().getDeclaredMethods().length > 0);
  }
}
