package dev.fermata.transformer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of big jars, made a coroutine that awaits at random places, must pass the JVM's
 * verifier. What was verified is told in {@code target/corpus.md}.
 *
 * <p>The build takes a sample; {@code -Dfermata.corpus.share=1} takes all (some minutes), {@code
 * -Dfermata.corpus.seed=N} another sample and other awaits, {@code -Dfermata.corpus.only=NAME} one
 * source.
 */
class CorpusStressTest {
  private static final double SHARE =
      Double.parseDouble(System.getProperty("fermata.corpus.share", "0.04"));
  private static final long SEED = Long.getLong("fermata.corpus.seed", 1);
  private static final List<String> ROWS = new ArrayList<>();
  private static final Map<String, Integer> METHODS = new TreeMap<>();

  static Stream<Source> sources() {
    String only = System.getProperty("fermata.corpus.only", "");
    return Stream.concat(Source.JARS.stream(), Source.MODULES.stream())
        .filter(source -> only.isEmpty() || source.name().equals(only));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void i20_i21_methodsMadeCoroutinesWithRandomAwaitsPassTheVerifier(Source source) {
    Tally tally = new StressRun(source, source.classes(), SEED).run(SHARE);

    ROWS.add(tally.row(source));
    tally.methods().forEach((compiler, count) -> METHODS.merge(compiler, count, Integer::sum));
    assertEquals("", String.join("\n", tally.failures()));
    assertTrue(tally.unlinkable() <= 5 + tally.classes() / 4, tally.row(source));
  }

  @AfterAll
  static void report() throws IOException {
    List<String> lines =
        new ArrayList<>(List.of("| Compiler | Methods verified |", "| --- | ---: |"));
    METHODS.forEach((compiler, count) -> lines.add("| %s | %d |".formatted(compiler, count)));
    int all = METHODS.values().stream().mapToInt(Integer::intValue).sum();
    lines.add("| all | %d |".formatted(all));
    lines.add("");
    lines.add("JDK %d, seed %d, share %s.".formatted(Runtime.version().feature(), SEED, SHARE));
    lines.add("");
    lines.add(
        "| Source | Compilers | Classes | Methods verified | Classes not linkable before | Methods"
            + " refused |");
    lines.add("| --- | --- | ---: | ---: | ---: | --- |");
    lines.addAll(ROWS);
    Files.write(Path.of("target", "corpus.md"), lines);
  }
}
