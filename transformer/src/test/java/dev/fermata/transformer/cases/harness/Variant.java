package dev.fermata.transformer.cases.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * One way to compile a target.
 *
 * @param compiler the compiler
 * @param level the source level and class file version
 * @param debug what {@code -g} says
 * @param flavour where the awaited things come from
 */
record Variant(Compiler compiler, int level, String debug, Flavour flavour) {
  private static final int RUNNING = Runtime.version().feature();

  /**
   * The variants that a case runs in: each compiler, level, kind of debug information and flavour
   * at least once.
   *
   * @param level the lowest source level that the case compiles with
   */
  static List<Variant> of(int level, boolean ecj, boolean stages) {
    int usual = Math.max(level, 17);
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant(Compiler.JAVAC, usual, "-g", Flavour.AWAITABLES));
    variants.add(new Variant(Compiler.JAVAC, level, "-g:none", Flavour.OWN_METHODS));
    if (ecj) {
      variants.add(new Variant(Compiler.ECJ, usual, "-g", Flavour.OTHER_CLASS));
    }
    if (stages) {
      variants.add(new Variant(Compiler.JAVAC, Math.max(level, 11), "-g", Flavour.STAGES));
    }
    if (RUNNING > usual) {
      variants.add(new Variant(Compiler.JAVAC, RUNNING, "-g", Flavour.OWN_METHODS));
    }
    return variants;
  }

  /** Every flavour, compiled by one compiler for one level. */
  static List<Variant> ofLevel(Compiler compiler, int level) {
    return Arrays.stream(Flavour.values())
        .map(flavour -> new Variant(compiler, level, "-g", flavour))
        .toList();
  }

  /** Aborts the test on a JDK whose compiler does not know a source level. */
  static void assumeSupported(int level) {
    Assumptions.assumeTrue(level <= RUNNING, () -> "needs JDK " + level);
  }

  /** This variant with debug information. */
  Variant withLines() {
    return new Variant(compiler, level, "-g", flavour);
  }

  Map<String, byte[]> compile(String members, Map<String, String> others) {
    Map<String, String> sources = new TreeMap<>(others);
    sources.put(
        "targets/Target.java",
        "package targets; %s public class Target {\n%s%s }"
            .formatted(flavour.head(), flavour.adapt(members), flavour.tail()));
    if (flavour == Flavour.OTHER_CLASS) {
      sources.put("targets/Other.java", Flavour.other());
    }
    return compiler.compile(sources, options());
  }

  private List<String> options() {
    String version = Integer.toString(level);
    List<String> options =
        new ArrayList<>(List.of("-source", version, "-target", version, "-nowarn", debug));
    if (compiler == Compiler.ECJ) {
      options.add("-proc:none");
    } else {
      options.addAll(List.of("-proc:none", "-Xlint:none"));
    }
    return options;
  }

  @Override
  public String toString() {
    return "%s %d %s, %s".formatted(compiler, level, debug, flavour);
  }
}
