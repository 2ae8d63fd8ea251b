package dev.fermata.transformer.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A test of the repository whose name begins with the numbers of rows.
 *
 * @param type the simple name of its class
 * @param method its name
 */
record NumberedTest(String type, String method) {
  private static final Pattern METHOD =
      Pattern.compile("@(?:Test|ParameterizedTest)\\b[^;]*?void (\\w+)\\(");

  /** All of them, in all modules, in the order of their names. */
  static List<NumberedTest> all(Path repository) throws IOException {
    List<NumberedTest> tests = new ArrayList<>();
    try (Stream<Path> modules = Files.list(repository)) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve(Path.of("src", "test", "java"));
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            files
                .filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
                .forEach(file -> addFrom(file, tests));
          }
        }
      }
    }
    tests.sort(Comparator.comparing(NumberedTest::type).thenComparing(NumberedTest::method));
    return tests;
  }

  private static void addFrom(Path file, List<NumberedTest> tests) {
    try {
      String type = file.getFileName().toString().replace(".java", "");
      Matcher methods = METHOD.matcher(Files.readString(file));
      while (methods.find()) {
        if (!Row.idsOf(methods.group(1)).isEmpty()) {
          tests.add(new NumberedTest(type, methods.group(1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean covers(Row row) {
    return Row.idsOf(method).contains(row.id());
  }
}
