package dev.fermata.transformer.languages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.transformer.cases.harness.CompiledCase;
import dev.fermata.transformer.cases.harness.Invariants;
import dev.fermata.transformer.cases.harness.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows I19 to I21: what the compilers of Kotlin, Scala and Groovy write. */
class LanguagesTest {
  @TempDir private Path folder;

  private static void assumeThere(OtherCompiler compiler) {
    assumeTrue(compiler.isThere(), compiler + " needs -Planguages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "17"})
  void i19_kotlin(String target) {
    assumeThere(OtherCompiler.KOTLIN);
    CompiledCase.prints(
        "Kotlin for " + target,
        OtherCompiler.KOTLIN.compile("Target", folder, "-jvm-target", target),
        List.of(
            "3 5",
            "circle/6 4.0",
            "ababccc",
            "18",
            "null",
            "small",
            "big",
            "finally 1",
            "empty!",
            "finally 1",
            "s",
            "listed",
            "c",
            "begin inlined",
            "end inlined",
            "= 13 anonymous/9"));
  }

  @ParameterizedTest
  @EnumSource(names = {"SCALA_2", "SCALA_3"})
  void i20_scala(OtherCompiler scala) {
    assumeThere(scala);
    CompiledCase.prints(
        scala.toString(),
        scala.compile("Target", folder),
        List.of(
            "3 5",
            "circle/6 4.0",
            "8",
            "null",
            "small",
            "big",
            "finally 1",
            "empty!",
            "finally 1",
            "s",
            "point 7",
            "c",
            "late",
            "= 6 anonymous/9"));
  }

  @Test
  void i21_groovyThatIsCompiledStatically() {
    CompiledCase.prints(
        "Groovy",
        OtherCompiler.GROOVY.compile("Target", folder, "17"),
        List.of(
            "area 13.0",
            "null",
            "small",
            "big",
            "finally 1",
            "empty!",
            "finally 1",
            "s",
            "2",
            "= 14 [1, 2, 3] ab elvis"));
  }

  @Test
  void i21_groovyThatCallsDynamicallySaysSoWhenItRuns() {
    Map<String, byte[]> classes = OtherCompiler.GROOVY.compile("Dynamic", folder, "17");
    List<String> trace = CompiledCase.traceOf(classes, Mode.PENDING_FUTURES);

    assertEquals(1, trace.size(), trace.toString());
    assertTrue(trace.get(0).startsWith("! java.lang.IllegalStateException: "), trace.get(0));
  }

  @Test
  void f01_anAwaitInAClosureIsRefusedWithItsLine() {
    Map<String, byte[]> classes = OtherCompiler.GROOVY.compile("Closure", folder, "17");
    List<String> errors =
        classes.entrySet().stream()
            .flatMap(one -> Invariants.run(one.getKey(), one.getValue()).diagnostics().stream())
            .map(error -> error.id() + " " + error.file() + ":" + error.line())
            .toList();

    assertEquals(List.of("FERMATA-001 Closure.groovy:15"), errors);
  }
}
