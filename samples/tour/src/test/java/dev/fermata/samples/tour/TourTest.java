package dev.fermata.samples.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.Coroutine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples print, line for line, what stands in {@code src/test/expected}. */
class TourTest {
  static List<Tour.Sample> samples() {
    return Tour.SAMPLES;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sample_prints_its_expected_output_on_the_virtual_clock(Tour.Sample sample)
      throws IOException {
    assertEquals(expected(sample), Output.onVirtualClock(sample.main()));
  }

  @Test
  void main_that_is_called_but_not_run_prints_nothing_of_its_body() {
    assertEquals(
        List.of(),
        Output.of(
            () -> {
              Coroutine<Void> main = S01FirstCoroutine.main();
              main.close();
            }));
  }

  @Test
  void tour_runs_the_named_samples_under_their_names_in_its_own_order() throws IOException {
    List<String> lines = new ArrayList<>(List.of("== S02Tasks"));
    lines.addAll(Files.readAllLines(Path.of("src/test/expected/S02Tasks.txt")));
    lines.add("== S08Future");
    lines.addAll(Files.readAllLines(Path.of("src/test/expected/S08Future.txt")));
    assertEquals(
        lines, Output.of(() -> Tour.main(new String[] {"--virtual", "S08Future", "S02Tasks"})));
  }

  @Test
  void tour_knows_every_sample_in_the_order_of_the_files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/fermata/samples/tour"))) {
      assertEquals(
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> name.matches("S\\d\\d.*"))
              .sorted()
              .toList(),
          Tour.SAMPLES.stream().map(Tour.Sample::name).toList());
    }
  }

  private static List<String> expected(Tour.Sample sample) throws IOException {
    return Files.readAllLines(Path.of("src/test/expected", sample.name() + ".txt"));
  }
}
