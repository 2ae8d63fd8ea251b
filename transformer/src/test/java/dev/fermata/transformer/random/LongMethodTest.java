package dev.fermata.transformer.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.CompiledCase;
import dev.fermata.transformer.cases.harness.Mode;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.random.LongMethod.Lives;
import dev.fermata.transformer.scan.CodeSizes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Methods with so many variables and awaits that their suspension points share the code that saves
 * and restores. {@code -Dfermata.long.all=true} compares more and larger ones than the build does.
 */
class LongMethodTest {
  private static final boolean ALL = Boolean.getBoolean("fermata.long.all");

  static List<Lives> large() {
    return ALL ? List.of(Lives.values()) : List.of(Lives.ALWAYS);
  }

  /** What is alive at an await has its value afterwards, when each of 200 suspends. */
  @ParameterizedTest
  @MethodSource("large")
  void sixHundredVariablesKeepTheirValuesOverTwoHundredAwaits(Lives lives) {
    assertSameValues(LongMethod.members(1, lives, 600, 200));
  }

  static Stream<Integer> seeds() {
    return Stream.iterate(1, seed -> seed + 1).limit(ALL ? 20 : 1);
  }

  /** As above, by all compilers, with other kinds of awaited calls. */
  @ParameterizedTest
  @EnumSource
  void variablesKeepTheirValuesInAllWaysToAwait(Lives lives) {
    seeds()
        .forEach(
            seed -> {
              Case program =
                  Case.of(LongMethod.members(seed, lives, 40, 40))
                      .onlyCoroutines()
                      .modes(Mode.PENDING_FUTURES, Mode.SECOND_OF_TWO_PENDING);
              (ALL || lives == Lives.RANDOM ? program : program.onlyOneCompiler())
                  .matchesStraight();
            });
  }

  static List<Lives> many() {
    return ALL ? List.of(Lives.values()) : List.of(Lives.RANDOM);
  }

  /**
   * Where jumps need their long form, points share code that save only a few values; and where the
   * method in which a frame goes on would be too long, there are several.
   */
  @ParameterizedTest
  @MethodSource("many")
  void variablesKeepTheirValuesOverSixHundredAwaits(Lives lives) {
    Map<String, byte[]> after = assertSameValues(LongMethod.members(2, lives, 100, 600));
    Set<String> methods = CodeSizes.of(after.get("targets.Target")).keySet();
    boolean parts = methods.stream().anyMatch(method -> method.contains("$resume$1("));
    assertEquals(lives != Lives.ALWAYS, parts, methods.toString());
  }

  private static Map<String, byte[]> assertSameValues(String members) {
    Map<String, byte[]> before = Case.of(members).compile(17);
    Map<String, byte[]> after = new TreeMap<>();
    before.forEach((name, bytes) -> after.put(name, transform(bytes).bytes()));
    assertEquals(
        CompiledCase.runOf(before, Mode.STRAIGHT), CompiledCase.runOf(after, Mode.PENDING_FUTURES));
    return after;
  }

  private static Result transform(byte[] before) {
    Result result = new Transformer(Options.defaults()).transform(before, "Target.class");
    assertEquals(List.of(), result.diagnostics().stream().filter(Diagnostic::isError).toList());
    return result;
  }

  /** 320 variables of type int and 50 awaits are 5 kB of code, and less than 9 kB transformed. */
  @Test
  void variablesThatAreAliveAtAllAwaitsAreSavedByOnePieceOfCode() {
    byte[] after = transform(Case.of(LongMethod.ints(320, 50)).compileTarget()).bytes();
    CodeSizes.of(after)
        .forEach((method, size) -> assertTrue(size < 9_000, method + " has " + size + " bytes"));
  }

  /** A method that is not too long for HotSpot has frames with fields, and no shared code. */
  @Test
  void methodThatHotSpotCompilesAnywaySharesNothing() {
    byte[] after = transform(Case.of(LongMethod.ints(12, 8)).compileTarget()).bytes();
    assertTrue(CodeSizes.of(after).values().stream().allMatch(s -> s < CodeSizes.MOST_COMPILED));
    byte[] name = RuntimeNames.SAVED_VALUES.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at <= after.length - name.length; at++) {
      assertTrue(!Arrays.equals(after, at, at + name.length, name, 0, name.length));
    }
  }
}
