package dev.fermata.checks.conformance.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.checks.conformance.Asyncio;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Programs over streams print what asyncio prints. Ours run over a pair in memory, on a virtual
 * clock, those of asyncio over a pair of sockets.
 */
class StreamProgramsTest {
  private static List<String> read(String name) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                StreamProgramsTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Takes what programs print apart. */
  private static Map<String, List<String>> byProgram(List<String> lines) {
    Map<String, List<String>> printed = new LinkedHashMap<>();
    List<String> last = null;
    for (String line : lines) {
      if (line.startsWith("## ")) {
        last = new ArrayList<>();
        printed.put(line.substring(3), last);
      } else {
        last.add(line);
      }
    }
    return printed;
  }

  private static Stream<DynamicTest> print(String programs, String expected) {
    Map<String, List<String>> lines = byProgram(read(expected));
    return StreamProgram.parse(read(programs)).stream()
        .map(
            program ->
                DynamicTest.dynamicTest(
                    program.name(),
                    () -> assertEquals(lines.get(program.name()), program.lines())));
  }

  @TestFactory
  Stream<DynamicTest> programsPrintWhatAsyncioPrints() {
    return print("programs.txt", "asyncio.txt");
  }

  @TestFactory
  Stream<DynamicTest> programsThatDifferPrintWhatThePageSays() {
    return print("differing.txt", "differing-fermata.txt");
  }

  @Test
  void asyncioPrintsWhatIsExpected() throws IOException {
    Optional<Asyncio> asyncio = Asyncio.find();
    assumeTrue(asyncio.isPresent(), "streams are not compared: no Python 3.13 or 3.14");
    for (String programs : List.of("programs", "differing")) {
      String expected = programs.equals("programs") ? "asyncio.txt" : "differing-asyncio.txt";
      List<String> printed =
          asyncio.get().run(StreamProgramsTest.class, "streams.py", read(programs + ".txt"));
      assertEquals(read(expected), printed);
    }
  }

  @Test
  void everyProgramThatDiffersDoesAndThePageSaysWhy() throws IOException {
    String page = Files.readString(Path.of("README.md"));
    Map<String, List<String>> ours = byProgram(read("differing-fermata.txt"));
    byProgram(read("differing-asyncio.txt"))
        .forEach(
            (name, lines) -> {
              assertNotEquals(lines, ours.get(name), name);
              assertTrue(page.contains("\n| " + name + " | "), name);
            });
  }
}
