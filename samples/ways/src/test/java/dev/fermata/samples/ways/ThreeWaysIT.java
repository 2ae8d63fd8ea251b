package dev.fermata.samples.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The samples print exactly their expected output, whichever way their classes are transformed. */
class ThreeWaysIT {
  private static final String TOUR = "dev.fermata.samples.tour.";
  private static final Path TOUR_MODULE = Repository.SAMPLES.get(0);

  @TempDir static Path scratch;

  /** All processes run at the same time, for most of theirs is spent waiting. */
  private static final Map<Way, Jvm> REAL_CLOCK = new EnumMap<>(Way.class);

  private static final Map<Way, Jvm> VIRTUAL_CLOCK = new EnumMap<>(Way.class);
  private static final Map<Way, Jvm> AGGREGATOR = new EnumMap<>(Way.class);

  @BeforeAll
  static void startAll() throws IOException, InterruptedException {
    List<String> allAtOnce = new ArrayList<>(List.of(AllAtOnce.class.getName()));
    samples().forEach(sample -> allAtOnce.add(TOUR + sample));
    for (Way way : Way.values()) {
      List<Path> classes = new ArrayList<>(way.classes(scratch));
      classes.add(Repository.PROGRAMS);
      List<String> options = way.options(scratch);
      REAL_CLOCK.put(way, Way.start(options, classes, allAtOnce.toArray(String[]::new)));
      VIRTUAL_CLOCK.put(way, Way.start(options, classes, TOUR + "Tour", "--virtual"));
      AGGREGATOR.put(way, Way.start(options, classes, "dev.fermata.samples.aggregator.Aggregator"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void tour_prints_its_expected_output_on_the_virtual_clock(Way way) throws Exception {
    assertEquals(expectedTour(), VIRTUAL_CLOCK.get(way).output());
  }

  @ParameterizedTest
  @EnumSource
  void tour_prints_its_expected_output_on_the_real_clock(Way way) throws Exception {
    assertEquals(expectedTour(), REAL_CLOCK.get(way).output());
  }

  @ParameterizedTest
  @EnumSource
  void aggregator_prints_its_expected_output_on_the_real_clock(Way way) throws Exception {
    assertEquals(
        Repository.expected(Repository.SAMPLES.get(1), "Aggregator"), AGGREGATOR.get(way).output());
  }

  private static List<String> samples() throws IOException {
    return Repository.files(TOUR_MODULE.resolve("src/test/expected"), ".txt").stream()
        .map(file -> file.getFileName().toString().replace(".txt", ""))
        .toList();
  }

  private static List<String> expectedTour() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String sample : samples()) {
      lines.add("== " + sample);
      lines.addAll(Repository.expected(TOUR_MODULE, sample));
    }
    return lines;
  }
}
