package dev.fermata.samples.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.samples.benchmarks.sockets.Traffic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ratios are those of rounds, not of medians. */
class SocketFiguresTest {
  @Test
  void a_ratio_is_the_median_of_the_ratios_of_the_rounds() {
    List<String> lines =
        List.of("fermata 10", "netty 20", "fermata 90", "netty 100", "fermata 30", "netty 20");

    assertEquals(
        List.of(
            Figure.of("sockets/echo", "fermata", "ns", List.of(10.0, 30.0, 90.0)),
            Figure.of("sockets/echo", "netty", "x", List.of(0.5, 0.9, 1.5))),
        SocketFigures.figures(Traffic.ECHO, lines));
  }
}
