package dev.fermata.transformer.cases;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.ClassEdit;
import dev.fermata.transformer.cases.harness.Invariants;
import dev.fermata.transformer.cases.harness.Mode;
import dev.fermata.transformer.cases.harness.RawAttribute;
import dev.fermata.transformer.cases.harness.Relocation;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Rows G02 and K02 to K05: what is left alone, and that the output depends on the one class file
 * only.
 */
class BuildCasesTest {
  private static final String NAME = "targets.Target";
  private static final String PROGRAM =
      """
      interface Shape { @Async default Coroutine<String> name(long l) { return Coroutine.of("s" + await(later(l))); } }
      enum Color { RED; @Async Coroutine<Integer> n(int a) { return Coroutine.of(a + await(later(ordinal()))); } }
      static class Plain { int n; Runnable r = () -> log(n); }
      @Async static Coroutine<Object> run() {
        Supplier<Coroutine<Integer>> f = () -> Coroutine.of(await(later(3)));
        return Coroutine.of(await(Color.RED.n(1)) + await(f.get()) + await(new Shape() {}.name(2)));
      }
      """;

  @Test
  void g02_classWithNothingButAbstractAsyncMethodsIsLeftAlone() {
    Map<String, byte[]> classes =
        Case.of(
                """
                interface Service { @Async Coroutine<String> one(int n); @Async CompletableFuture<String> two(); }
                static abstract class Base { @Async abstract Coroutine<String> one(int n); }
                """)
            .compile();
    for (String name : List.of("targets.Target$Service", "targets.Target$Base")) {
      assertLeftAlone(name, classes.get(name));
    }
  }

  @Test
  void k02_transformedClassIsLeftAlone() {
    Case.of(PROGRAM)
        .compile()
        .forEach(
            (name, before) -> {
              byte[] after = Invariants.transform(name, before);
              assertLeftAlone(name, after);
              boolean changes = !name.endsWith("Plain") && !name.endsWith("Target$1");
              assertEquals(changes, !Arrays.equals(before, after), name);
            });
  }

  @Test
  void k02_classWithoutAwaitsIsLeftAlone() {
    byte[] before = Case.of(PROGRAM).compile().get("targets.Target$Plain");
    assertLeftAlone("targets.Target$Plain", before);
  }

  @Test
  void k02_mentionOfTheNamesInAStringIsNoReasonToTouchAClass() {
    assertLeftAlone(
        NAME,
        Case.of(
                """
                static final String A = "Ldev/fermata/Async;";
                static String b() { return "dev/fermata/Fermata" + "await"; }
                static Class<?> c = Async.class;
                static Coroutine<Integer> plain() { return Coroutine.of(1); }
                """)
            .compileTarget());
  }

  private static void assertLeftAlone(String name, byte[] before) {
    Result result = Invariants.run(name, before);
    assertSame(before, result.bytes());
    assertFalse(result.changed());
    assertEquals(List.of(), result.diagnostics());
  }

  @Test
  void k03_markerOfAnotherVersionIsRefusedWithTheAdviceToBuildClean() {
    byte[] after = Invariants.transform(NAME, Case.of(PROGRAM).compileTarget());
    byte[] other =
        ClassEdit.change(
            after,
            0,
            node -> {
              node.attrs.removeIf(attribute -> attribute.type.equals("dev.fermata.Transformed"));
              node.visitAttribute(
                  new RawAttribute("dev.fermata.Transformed", new byte[] {0x7F, 1, 0, 0}));
            });
    Result result = Invariants.run(NAME, other);
    assertSame(other, result.bytes());
    assertEquals(1, result.diagnostics().size());
    Diagnostic error = result.diagnostics().get(0);
    assertEquals("FERMATA-013", error.id());
    assertTrue(error.toString().contains("clean build"), error.toString());
  }

  @Test
  void k04_sameInputGivesTheSameBytesInEachTransformerAndThread() {
    Map<String, byte[]> before = Case.of(PROGRAM).compile();
    Map<String, byte[]> after = new TreeMap<>();
    before.forEach((name, bytes) -> after.put(name, Invariants.transform(name, bytes)));
    Transformer shared = new Transformer(Options.defaults());
    java.util.stream.IntStream.range(0, 200)
        .parallel()
        .forEach(
            i ->
                before.forEach(
                    (name, bytes) -> {
                      byte[] copy = bytes.clone();
                      String input = "/some/path" + i + "/" + name + ".class";
                      assertArrayEquals(after.get(name), shared.transform(copy, input).bytes());
                    }));
  }

  @Test
  void k05_outputDoesNotDependOnOtherClassesNorOnTheirOrder() {
    Map<String, byte[]> before = Case.of(PROGRAM).compile();
    Transformer one = new Transformer(Options.defaults());
    Map<String, byte[]> forwards = new TreeMap<>();
    before.forEach((name, bytes) -> forwards.put(name, one.transform(bytes, name).bytes()));
    Transformer two = new Transformer(Options.defaults());
    new TreeMap<>(before)
        .descendingMap()
        .forEach(
            (name, bytes) ->
                assertArrayEquals(forwards.get(name), two.transform(bytes, name).bytes(), name));
  }

  @Test
  void k05_oneClassRecompiledRunsWithTransformedOnesOfBefore() {
    // Class B is transformed, plain and again transformed; A, which awaits it, stays the same class
    // file.
    String a =
        "static class A { @Async static Coroutine<String> a() { return Coroutine.of(\"a\" +"
            + " await(B.b(1)) + await(new B().v(2))); } }\n";
    String run = "@Async static Coroutine<Object> run() { return Coroutine.of(await(A.a())); }\n";
    String asyncB =
        "static class B { @Async static Coroutine<String> b(int n) { return Coroutine.of(\"b\" +"
            + " await(later(n))); } @Async Coroutine<String> v(int n) { return Coroutine.of(\"v\" +"
            + " await(later(n))); } }\n";
    String plainB =
        "static class B { static Coroutine<String> b(int n) { return Coroutine.of(\"plain\" + n); }"
            + " final Coroutine<String> v(int n) { return Coroutine.of(\"final\" + n); } }\n";
    Case.of(a + run + asyncB).prints("= ab1v2");
    Case.of(a + run + asyncB)
        .replaceClass("targets.Target$B", a + run + plainB)
        .prints("= aplain1final2");
    Case.of(a + run + plainB).replaceClass("targets.Target$B", a + run + asyncB).prints("= ab1v2");
  }

  @Test
  void k11_transformedClassesRunOnARelocatedRuntime() throws Exception {
    Map<String, byte[]> classes = Case.of(PROGRAM).compile();
    classes.replaceAll(Invariants::transform);
    assertEquals(List.of("= 4s2"), Relocation.run(classes, Mode.DONE_FUTURES));
    assertEquals(List.of("= 4s2"), Relocation.run(classes, Mode.PENDING_SLEEPS));
  }
}
