package dev.fermata.samples.aggregator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The whole program, with its real server and client, prints what stands in its expected file. */
class AggregatorTest {
  @Test
  void report_is_complete_although_pages_are_missing_broken_and_stuck() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Aggregator.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    assertEquals(
        Files.readAllLines(Path.of("src/test/expected/Aggregator.txt")),
        bytes.toString(StandardCharsets.UTF_8).lines().toList());
  }
}
