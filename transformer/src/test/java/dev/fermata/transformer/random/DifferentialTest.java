package dev.fermata.transformer.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs must do the same in their two forms: with awaits, transformed, whether or not
 * anything is pending; and as plain Java. What was compared is told in {@code target/random.txt}.
 *
 * <p>The build compares some programs; {@code -Dfermata.random.programs=10000} compares so many,
 * {@code -Dfermata.random.seed=N} others. A program that fails is made smaller and left as a test
 * in {@code target/random}, to be given a name and moved to the test cases.
 */
class DifferentialTest {
  private static final int PROGRAMS = Integer.getInteger("fermata.random.programs", 180);
  private static final long SEED = Long.getLong("fermata.random.seed", 1);
  private static final int SECONDS = Integer.getInteger("fermata.random.shrink", 120);
  private static final int TOGETHER = 60;
  private static final List<String> REPORT = new ArrayList<>();

  static List<Setup> setups() {
    return Setup.all();
  }

  @ParameterizedTest
  @MethodSource("setups")
  void transformedProgramsDoTheSameAsPlainOnes(Setup setup) {
    int count = PROGRAMS / setups().size();
    long seed = SEED + 1_000_000L * setups().indexOf(setup);
    int lost = 0;
    for (int from = 0; from < count; from += TOGETHER) {
      List<Program> programs = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + TOGETHER); i++) {
        programs.add(Generator.program(seed + i, setup.level()));
      }
      Batch batch = new Batch(setup, programs);
      batch.run().forEach((program, problem) -> report(setup, program, problem));
      lost += batch.notCompiled().size();
    }
    REPORT.add("%s: %d programs equal, %d not compiled".formatted(setup, count - lost, lost));
    // The compilers have defects, which some programs meet.
    assertTrue(lost <= 2 + count / 20, REPORT.get(REPORT.size() - 1));
  }

  @Test
  void sameSeedGivesTheSameProgram() {
    assertEquals(
        Generator.program(SEED, 17).source(true, "p"),
        Generator.program(SEED, 17).source(true, "p"));
  }

  private static void report(Setup setup, Program program, String problem) {
    Shrinker shrinker = new Shrinker(p -> !problems(setup, p).isEmpty(), SECONDS);
    Program smallest = shrinker.shrink(program);
    String reason = problems(setup, smallest).values().stream().findFirst().orElse(problem);
    String name = "Random" + program.seed() + "Test";
    Path file = Path.of("target", "random", name + ".java");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, asCase(name, setup, smallest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    fail(
        "%s, seed %d, now in %s: %s%n%s"
            .formatted(setup, program.seed(), file, reason, smallest.members(true)));
  }

  private static Map<Program, String> problems(Setup setup, Program program) {
    return new Batch(setup, List.of(program)).run();
  }

  private static String asCase(String name, Setup setup, Program program) {
    return """
        package dev.fermata.transformer.cases;

        import dev.fermata.transformer.cases.harness.Case;
        import org.junit.jupiter.api.Test;

        /** Found with %s. */
        class %s {
          @Test
          void random%d() {
            Case.of(
                    ""\"
        %s            ""\")
                .java(%d)
                .matchesStraight();
          }
        }
        """
        .formatted(
            setup,
            name,
            program.seed(),
            program.members(true).replace("\\", "\\\\").indent(12),
            setup.level());
  }

  @AfterAll
  static void writeReport() throws IOException {
    REPORT.add("seed " + SEED);
    Files.write(Path.of("target", "random.txt"), REPORT);
  }
}
