package dev.fermata.samples.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures survive their file, and give the ratios that targets ask for. */
class ResultsTest {
  @TempDir Path directory;

  @Test
  void figures_are_read_as_they_were_written() throws IOException {
    Results written = new Results("17.0.1", "2 forks");
    Figure timed = Figure.of("yields", "fermata", "ns", List.of(3.0, 1.0, 2.0, 10.0), 24.5);
    Figure plain = Figure.of("memory/1", "limit", "bytes", List.of(88.0));
    written.put(timed);
    written.put(plain);
    Path file = directory.resolve("results/jdk17.json");
    written.write(file);

    Results read = Results.read(file);
    assertEquals("17.0.1", read.jdk());
    assertEquals("2 forks", read.settings());
    assertEquals(timed, read.find("yields", "fermata"));
    assertEquals(plain, read.find("memory/1", "limit"));
  }

  @Test
  void median_of_an_even_number_of_samples_lies_between_the_middle_ones() {
    Figure figure = Figure.of("yields", "fermata", "ns", List.of(3.0, 1.0, 2.0, 10.0));
    assertEquals(2.5, figure.median());
    assertEquals(1.0, figure.low());
    assertEquals(10.0, figure.high());
  }

  @Test
  void later_figure_takes_the_place_of_an_earlier_one() {
    Results results = new Results("17", "");
    results.put(Figure.of("yields", "fermata", "ns", List.of(1.0)));
    results.put(Figure.of("yields", "fermata", "ns", List.of(2.0)));
    assertEquals(2.0, results.median("yields", "fermata").getAsDouble());
  }

  @Test
  void file_without_results_is_refused() throws IOException {
    Path file = Files.writeString(directory.resolve("other.json"), "{}");
    assertThrows(IOException.class, () -> Results.read(file));
  }

  @Test
  void target_tells_what_was_reached_and_whether_that_is_enough() {
    Results results = new Results("17", "");
    Target target =
        Target.ALL.stream()
            .filter(each -> each.text().contains("same class, none suspends, against"))
            .findFirst()
            .orElseThrow();
    assertEquals("≤ 1.15×", target.mustReach());
    assertEquals("–", target.reached(results));

    results.put(Figure.of("fibonacci", "limit", "ns", List.of(2.0)));
    results.put(Figure.of("fibonacci", "fermata", "ns", List.of(2.2)));
    assertEquals("1.10×", target.reached(results));

    results.put(Figure.of("fibonacci", "fermata", "ns", List.of(3.0)));
    assertEquals("**1.50×** not met", target.reached(results));
  }
}
