package dev.fermata.checks.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on servers shows what is run here. */
class PageTest {
  private static final Path PAGE = Path.of("../../../runtime/docs/in-a-server.md");
  private static final Pattern JAVA =
      Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @Test
  void eachExampleStandsInTheServersThatAreRun() throws IOException {
    String sources = sources();
    List<String> examples =
        JAVA.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList();
    assertEquals(4, examples.size());
    for (String example : examples) {
      assertTrue(sources.contains(example), example);
    }
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(Files::isRegularFile).map(PageTest::read).collect(Collectors.joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
