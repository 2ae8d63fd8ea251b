package dev.fermata.samples.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.samples.benchmarks.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar tells how it is used, and what is wrong with its arguments. */
class BenchmarksTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) throws Exception {
    return Benchmarks.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "--help"})
  void help_tells_of_the_report_and_of_jmh(String arguments) throws Exception {
    assertEquals(0, run(arguments.isEmpty() ? new String[0] : new String[] {arguments}));
    String help = out.toString(StandardCharsets.UTF_8);
    assertTrue(help.contains("\n" + Report.USAGE + "\n"), help);
    assertTrue(help.contains("-h tells its options"), help);
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void help_of_the_report_tells_its_options_and_measures_nothing(String option) throws Exception {
    assertEquals(0, run("report", "--quick", option));
    assertEquals(Report.USAGE + System.lineSeparator(), out.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --fast      | unknown option --fast
          --only      | --only needs a value
          --only=(    | --only ( is no regular expression: Unclosed group
          """)
  void wrong_option_is_told_with_the_right_ones(String options, String problem) throws Exception {
    String[] arguments = ("report=" + options).split("=", -1);
    assertEquals(2, run(arguments));
    assertEquals(
        "report: " + problem + System.lineSeparator() + Report.USAGE + System.lineSeparator(),
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void unknown_peer_is_told_with_the_known_ones() throws Exception {
    assertEquals(2, run("report", "--peers", "fermata,quasar"));
    assertEquals(
        "report: --peers fermata,quasar: this JDK has " + String.join(", ", Peers.names()),
        err.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow());
  }
}
