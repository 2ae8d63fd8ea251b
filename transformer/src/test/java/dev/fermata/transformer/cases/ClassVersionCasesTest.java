package dev.fermata.transformer.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.Result;
import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.ClassEdit;
import dev.fermata.transformer.cases.harness.Compiler;
import dev.fermata.transformer.cases.harness.Invariants;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;

/** Rows G12, H07, I01 to I05 and I18: versions and sizes of class files. */
class ClassVersionCasesTest {
  private static final String PROGRAM =
      """
      interface Shape { @Async default Coroutine<String> name(long l) { return Coroutine.of("s" + await(later(l))); } }
      private int secret = 2;
      @Async private Coroutine<Integer> hidden(double d) { secret += await(later(1)); return Coroutine.of(secret + (int) d); }
      @Async static Coroutine<Object> run() throws Exception {
        String r = "";
        for (String s : new String[] {"a", "b"}) {
          try {
            switch (await(later(s))) { case "a": r += s + await(later(r.length())); break; default: await(fails(new IOException("x"))); }
          } catch (IOException e) {
            r += e.getMessage() + new StringBuilder(await(later("sb"))).reverse();
          }
        }
        Shape shape = new Shape() {};
        Supplier<Coroutine<Integer>> f = () -> Coroutine.of(await(later(3)));
        return Coroutine.of(r + await(shape.name(4L)) + await(new Target().hidden(5.5)) + await(f.get()));
      }
      """;

  static IntStream levels() {
    return IntStream.rangeClosed(8, Runtime.version().feature());
  }

  @ParameterizedTest
  @MethodSource("levels")
  void i01_everyVersionThatTheJdkCompilesAndRuns(int level) {
    Case.of(PROGRAM).onlyLevel(level).prints("= a0xbss483");
  }

  @ParameterizedTest
  @MethodSource("levels")
  void i18_everyVersionThatEclipsesCompilerWrites(int level) {
    Case.of(PROGRAM).onlyLevel(level).ecj().prints("= a0xbss483");
  }

  @ParameterizedTest
  @ValueSource(ints = {52, 53, 55, 61, 65, 69, 70})
  void i01_everyVersionIsKept(int version) {
    byte[] before = withVersion(Case.of(PROGRAM).compileTarget(), version, 0);
    assertEquals(version, version(Invariants.transform("targets.Target", before)));
  }

  @ParameterizedTest
  @ValueSource(ints = {45, 48, 49, 50, 51})
  void i02_olderVersionIsRefusedWithTheAdviceToRecompile(int version) {
    byte[] before = withVersion(Case.of(PROGRAM).compileTarget(), version, 0);
    Diagnostic error = refusal("targets.Target", before);
    assertEquals("FERMATA-009", error.id());
    assertTrue(error.toString().contains("recompile"), error.toString());
  }

  @Test
  void i02_olderVersionWithoutAwaitsIsLeftAlone() {
    byte[] before = withVersion(Case.of("int n;").compileTarget(), 48, 0);
    assertSame(before, Invariants.run("targets.Target", before).bytes());
  }

  @Test
  void i03_newerVersionThatMentionsAwaitIsRefusedAndOtherwiseLeftAlone() {
    byte[] awaits = withVersion(Case.of(PROGRAM).compileTarget(), 99, 0);
    Diagnostic error = refusal("targets.Target", awaits);
    assertEquals("FERMATA-010", error.id());
    assertTrue(error.problem().contains("99"), error.toString());

    byte[] plain = withVersion(Case.of("int n;").compileTarget(), 99, 0);
    Result result = Invariants.run("targets.Target", plain);
    assertSame(plain, result.bytes());
    assertEquals(List.of(), result.diagnostics());
  }

  @Test
  void i04_subroutinesAreRefused() {
    byte[] before =
        Case.of("@Async static Coroutine<Object> run() { return Coroutine.of(await(later(1))); }")
            .compileTarget();
    byte[] withSubroutine =
        ClassEdit.change(
            before,
            0,
            node -> {
              LabelNode subroutine = new LabelNode(new Label());
              var code = ClassEdit.method(node, "run").instructions;
              code.insert(new JumpInsnNode(Opcodes.JSR, subroutine));
              code.add(subroutine);
              code.add(new org.objectweb.asm.tree.VarInsnNode(Opcodes.ASTORE, 1));
              code.add(new org.objectweb.asm.tree.VarInsnNode(Opcodes.RET, 1));
              ClassEdit.method(node, "run").maxLocals++;
            });
    assertEquals("FERMATA-008", refusal("targets.Target", withSubroutine).id());
  }

  @Test
  void i05_methodThatWouldExceedItsSizeIsRefusedWithTheSizes() {
    StringBuilder code = new StringBuilder();
    IntStream.range(0, 4000).forEach(i -> code.append("n += await(later(n));\n"));
    byte[] before =
        Case.of(
                "@Async static Coroutine<Object> run() { int n = 1; %s return Coroutine.of(n); }"
                    .formatted(code))
            .compileTarget();
    Diagnostic error = refusal("targets.Target", before);
    assertEquals("FERMATA-011", error.id());
    assertEquals("run", error.method());
    assertTrue(error.problem().matches(".*\\d{5,} bytes.*65535.*"), error.toString());
    assertTrue(error.advice().contains("split"), error.toString());
  }

  @Test
  void i05_constantPoolThatWouldOverflowIsRefusedWithTheSizes() {
    byte[] before =
        Case.of("@Async static Coroutine<Object> run() { return Coroutine.of(await(later(1))); }")
            .compileTarget();
    byte[] full =
        ClassEdit.change(
            before,
            ClassWriter.COMPUTE_FRAMES,
            node -> {
              for (int i = 0; i < 32_720; i++) {
                node.visitField(Opcodes.ACC_PUBLIC, "f" + i, "I", null, null);
              }
              for (int i = 0; i < 32_720; i++) {
                node.fields.get(i).signature = "TS" + i + ";";
              }
            });
    Diagnostic error = refusal("targets.Target", full);
    assertEquals("FERMATA-011", error.id());
    assertTrue(error.problem().contains("65535"), error.toString());
  }

  @Test
  void h07_minorVersionOfPreviewClassesIsKept() {
    byte[] before = withVersion(Case.of(PROGRAM).compileTarget(), 69, 0xFFFF);
    byte[] after = Invariants.transform("targets.Target", before);
    assertEquals(69, version(after));
    assertEquals(0xFFFF, minorVersion(after));
  }

  @Test
  void h07_primitivePatternsAreTransformed() {
    int feature = Runtime.version().feature();
    Assumptions.assumeTrue(feature >= 23, "needs JDK 23");
    String source =
        """
        package targets;
        import dev.fermata.*;
        import static dev.fermata.Fermata.*;
        class Preview {
          @Async static Coroutine<String> f(double d) {
            double value = await(sleep(java.time.Duration.ZERO, d));
            return Coroutine.of(switch (value) {
              case int i when await(sleep(java.time.Duration.ZERO, i)) > 5 -> "int" + i;
              case float g -> "float" + g;
              case double e -> "double" + e;
            });
          }
        }
        """;
    Map<String, byte[]> classes =
        Compiler.JAVAC.compile(
            Map.of("targets/Preview.java", source),
            List.of("--release", "" + feature, "--enable-preview", "-g", "-Xlint:none"));
    byte[] after = Invariants.transform("targets.Preview", classes.get("targets.Preview"));
    assertFalse(Arrays.equals(classes.get("targets.Preview"), after));
    assertEquals(0xFFFF, minorVersion(after));
  }

  @Test
  void g12_strictfpStaysOnTheStubAndOnTheCode() {
    byte[] before =
        Case.of(
                """
                @Async strictfp Coroutine<Object> strict(double d) { return Coroutine.of(d / 3 * await(later(1.1))); }
                @Async Coroutine<Object> lax(double d) { return Coroutine.of(d / 3 * await(later(1.1))); }
                """)
            .compileTarget();
    byte[] after = Invariants.transform("targets.Target", before);
    ClassEdit.read(after).methods.stream()
        .filter(method -> method.name.contains("strict") || method.name.contains("lax"))
        .forEach(
            method ->
                assertEquals(
                    method.name.contains("strict"),
                    (method.access & Opcodes.ACC_STRICT) != 0,
                    method.name));
  }

  private static Diagnostic refusal(String name, byte[] before) {
    Result result = Invariants.run(name, before);
    assertSame(before, result.bytes());
    assertFalse(result.changed());
    assertEquals(1, result.diagnostics().size(), () -> "" + result.diagnostics());
    assertTrue(result.hasErrors());
    return result.diagnostics().get(0);
  }

  private static byte[] withVersion(byte[] classFile, int major, int minor) {
    byte[] copy = classFile.clone();
    copy[4] = (byte) (minor >> 8);
    copy[5] = (byte) minor;
    copy[6] = (byte) (major >> 8);
    copy[7] = (byte) major;
    return copy;
  }

  private static int version(byte[] classFile) {
    return ((classFile[6] & 0xFF) << 8) | (classFile[7] & 0xFF);
  }

  private static int minorVersion(byte[] classFile) {
    return ((classFile[4] & 0xFF) << 8) | (classFile[5] & 0xFF);
  }
}
