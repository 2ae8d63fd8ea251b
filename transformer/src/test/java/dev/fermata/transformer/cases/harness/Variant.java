package dev.fermata.transformer.cases.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
  private static final boolean ALL = Boolean.getBoolean("fermata.cases.all");
  private static final List<Integer> LEVELS = List.of(8, 11, 17, 21, 25);
  private static final List<String> DEBUG = List.of("-g", "-g:none");

  /**
   * The variants that a case runs in. In the build these are a few in which each compiler, kind of
   * debug information and flavour comes once; with {@code -Dfermata.cases.all=true} all compilers,
   * levels and kinds of debug information, in each of which the flavours take turns.
   *
   * @param level the lowest source level that the case compiles with
   * @param ecj whether Eclipse's compiler compiles it
   * @param stages whether it can be written with stages
   */
  static List<Variant> of(int level, boolean ecj, boolean stages) {
    return ALL ? all(level, ecj, stages) : some(level, ecj, stages);
  }

  private static List<Variant> all(int level, boolean ecj, boolean stages) {
    List<Flavour> flavours =
        Arrays.stream(Flavour.values()).filter(f -> stages || f != Flavour.STAGES).toList();
    List<Compiler> compilers =
        ecj ? List.of(Compiler.JAVAC, Compiler.ECJ) : List.of(Compiler.JAVAC);
    List<Integer> levels = levels(level);
    List<Variant> variants = new ArrayList<>();
    for (int c = 0; c < compilers.size(); c++) {
      for (int l = 0; l < levels.size(); l++) {
        for (int d = 0; d < DEBUG.size(); d++) {
          Flavour flavour = flavours.get((c + l + 2 * d) % flavours.size());
          variants.add(new Variant(compilers.get(c), levels.get(l), DEBUG.get(d), flavour));
        }
      }
    }
    return variants;
  }

  private static List<Integer> levels(int lowest) {
    return Stream.concat(Stream.of(lowest, RUNNING), LEVELS.stream())
        .filter(level -> level >= lowest && level <= RUNNING)
        .sorted()
        .distinct()
        .toList();
  }

  private static List<Variant> some(int level, boolean ecj, boolean stages) {
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

  /** The variants in which the messages about a case with mistakes are compared with its lines. */
  static List<Variant> withLinesOf(int level) {
    if (ALL) {
      return all(level, true, false).stream().map(Variant::withLines).distinct().toList();
    }
    int usual = Math.max(level, 17);
    return List.of(
        new Variant(Compiler.JAVAC, usual, "-g", Flavour.AWAITABLES),
        new Variant(Compiler.JAVAC, level, "-g", Flavour.OWN_METHODS),
        new Variant(Compiler.ECJ, usual, "-g", Flavour.OTHER_CLASS));
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
