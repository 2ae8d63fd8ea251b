package dev.fermata.transformer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of big jars, made a coroutine that awaits at random places, must pass the JVM's
 * verifier. What was verified is told in {@code target/corpus.txt}.
 *
 * <p>The build takes a sample; {@code -Dfermata.corpus.share=1} takes all (some minutes), {@code
 * -Dfermata.corpus.seed=N} another sample and other awaits, {@code -Dfermata.corpus.only=NAME} one
 * source.
 */
class CorpusStressTest {
  private static final double SHARE =
      Double.parseDouble(System.getProperty("fermata.corpus.share", "0.04"));
  private static final long SEED = Long.getLong("fermata.corpus.seed", 1);
  private static final List<String> REPORT = new ArrayList<>();
  private static int methods;

  static Stream<Source> sources() {
    String only = System.getProperty("fermata.corpus.only", "");
    return Stream.concat(Source.JARS.stream(), Source.MODULES.stream())
        .filter(source -> only.isEmpty() || source.name().equals(only));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void i20_i21_methodsMadeCoroutinesWithRandomAwaitsPassTheVerifier(Source source) {
    Tally tally = new StressRun(source.classes(), SEED).run(SHARE);

    REPORT.add(tally.line(source));
    methods += tally.methods();
    assertEquals("", String.join("\n", tally.failures()));
    assertTrue(tally.unlinkable() <= 5 + tally.classes() / 4, tally.line(source));
  }

  @AfterAll
  static void report() throws IOException {
    REPORT.add("%d methods verified, seed %d, share %s".formatted(methods, SEED, SHARE));
    Files.write(Path.of("target", "corpus.txt"), REPORT);
  }
}
