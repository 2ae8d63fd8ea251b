package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples print exactly their expected output, whichever way their classes are transformed. */
class WaysIT {
  private static final String TOUR = "dev.fermata.samples.tour.";
  private static final String AGGREGATOR = "dev.fermata.samples.aggregator.Aggregator";
  private static final Path TOUR_MODULE = Repository.SAMPLES.get(0);
  private static final Path AGGREGATOR_MODULE = Repository.SAMPLES.get(1);
  private static final Pattern SECONDS = Pattern.compile("(?<=^\\[)\\d\\d(?=])");

  @TempDir static Path scratch;

  /** What each program has printed, by its name. */
  private static final Map<Way, Map<String, List<String>>> REAL = new EnumMap<>(Way.class);

  private static final Map<Way, Map<String, List<String>>> VIRTUAL = new EnumMap<>(Way.class);

  /** Runs everything at the same time, for most of that is spent waiting. */
  @BeforeAll
  static void runAll() throws IOException, InterruptedException {
    List<String> programs = new ArrayList<>(List.of(AllAtOnce.class.getName()));
    samples().forEach(sample -> programs.add(TOUR + sample));
    programs.add(AGGREGATOR);
    Map<Way, Jvm> real = new EnumMap<>(Way.class);
    Map<Way, Jvm> virtual = new EnumMap<>(Way.class);
    for (Way way : Way.values()) {
      List<Path> classes = new ArrayList<>(way.classes(scratch));
      classes.add(Repository.PROGRAMS);
      List<String> options = way.options(scratch);
      real.put(way, Way.start(options, classes, programs.toArray(String[]::new)));
      virtual.put(way, Way.start(options, classes, TOUR + "Tour", "--virtual"));
    }
    for (Way way : Way.values()) {
      REAL.put(way, byProgram(real.get(way).output()));
      VIRTUAL.put(way, byProgram(virtual.get(way).output()));
    }
  }

  static Stream<Arguments> waysAndSamples() throws IOException {
    List<String> samples = samples();
    return Stream.of(Way.values())
        .flatMap(way -> samples.stream().map(sample -> Arguments.of(way, sample)));
  }

  @ParameterizedTest
  @MethodSource("waysAndSamples")
  void sample_prints_its_expected_output_on_the_virtual_clock(Way way, String sample)
      throws IOException {
    assertEquals(Repository.expected(TOUR_MODULE, sample), VIRTUAL.get(way).get(sample));
  }

  @ParameterizedTest
  @MethodSource("waysAndSamples")
  void sample_prints_its_expected_output_on_the_real_clock(Way way, String sample)
      throws IOException {
    assertEquals(
        withoutSeconds(Repository.expected(TOUR_MODULE, sample)),
        withoutSeconds(REAL.get(way).get(sample)));
  }

  @ParameterizedTest
  @EnumSource
  void first_coroutine_waits_two_seconds_of_the_real_clock(Way way) {
    List<Integer> seconds =
        REAL.get(way).get("S01FirstCoroutine").stream()
            .flatMap(line -> SECONDS.matcher(line).results())
            .map(result -> Integer.valueOf(result.group()))
            .toList();

    assertEquals(2, seconds.size());
    assertTrue(seconds.get(1) - seconds.get(0) >= 2, seconds.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aggregator_prints_its_expected_output(Way way) throws IOException {
    assertEquals(
        Repository.expected(AGGREGATOR_MODULE, "Aggregator"), REAL.get(way).get("Aggregator"));
  }

  private static List<String> samples() throws IOException {
    return Repository.files(TOUR_MODULE.resolve("src/test/expected"), ".txt").stream()
        .map(file -> file.getFileName().toString().replace(".txt", ""))
        .toList();
  }

  /** Parts an output at its headings. */
  private static Map<String, List<String>> byProgram(List<String> lines) {
    Map<String, List<String>> programs = new TreeMap<>();
    List<String> current = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("== ")) {
        current = programs.computeIfAbsent(line.substring(3), name -> new ArrayList<>());
      } else {
        current.add(line);
      }
    }
    return programs;
  }

  /** The real clock may be late by a second where the machine is busy. */
  private static List<String> withoutSeconds(List<String> lines) {
    return lines.stream().map(line -> SECONDS.matcher(line).replaceAll("tt")).toList();
  }
}
