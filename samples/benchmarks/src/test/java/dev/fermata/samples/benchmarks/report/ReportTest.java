package dev.fermata.samples.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The progress of a report can be read, whatever is printed meanwhile. */
class ReportTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void messages_of_what_is_measured_stand_on_lines_of_their_own() throws Exception {
    Report.Step measured =
        () -> {
          out.println("warning: of a JVM");
          return List.of(Figure.of("yields", "fermata", "ns", List.of(4.0)));
        };
    Report.Step failing =
        () -> {
          throw new IOException("no such program");
        };
    List<Report.Named> steps =
        List.of(new Report.Named("yields", measured), new Report.Named("memory", failing));
    new Report(out).runSteps(steps, System.nanoTime(), () -> out.println("saved"));
    assertEquals(
        List.of(
            "[1/2, 0:00] yields",
            "warning: of a JVM",
            "  4.000 ns",
            "saved",
            "[2/2, 0:00] memory",
            "  failed: no such program",
            "saved"),
        bytes.toString(StandardCharsets.UTF_8).lines().toList());
  }
}
