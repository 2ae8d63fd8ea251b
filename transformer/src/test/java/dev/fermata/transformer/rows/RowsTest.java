package dev.fermata.transformer.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every row of the list has a test that bears its number, and the page tells which. That each was
 * run, and with what result, {@code .ci/run} looks at when all modules have been tested.
 */
class RowsTest {
  private static final Path MODULE =
      Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
  private static final Path PAGE = MODULE.resolve(Path.of("docs", "cases.md"));

  @Test
  void everyRowHasATestWithItsNumber() throws IOException {
    List<NumberedTest> tests = NumberedTest.all(MODULE.getParent());
    List<String> missing =
        Row.all().stream()
            .filter(row -> tests.stream().noneMatch(test -> test.covers(row)))
            .map(Row::id)
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void everyNumberInATestsNameIsThatOfARow() throws IOException {
    List<String> rows = Row.all().stream().map(Row::id).toList();
    List<NumberedTest> unknown =
        NumberedTest.all(MODULE.getParent()).stream()
            .filter(test -> !rows.containsAll(Row.idsOf(test.method())))
            .toList();
    assertEquals(List.of(), unknown);
  }

  @Test
  void thePageTellsTheTestsOfEachRow() throws IOException {
    String page = page(NumberedTest.all(MODULE.getParent()));
    Path written = Path.of("target", PAGE.getFileName().toString());
    Files.createDirectories(written.getParent());
    Files.writeString(written, page);
    assertEquals(page, Files.readString(PAGE), "the page would have to be " + written);
  }

  private static String page(List<NumberedTest> tests) {
    List<String> lines = new ArrayList<>();
    lines.add(
        """
        # What an await can meet

        Each row is a shape of code, of a class file, of a program or of a build. It is tested by tests whose names begin with its number,
        in the classes that the last column names. `RowsTest` compares this page with them; `.ci/run` writes the results of a build to `samples/checks/ways/target/rows.md`.

        What is promised: **W** works as in plain Java, whether the await suspends or not; **E** is refused with a message that says where and what
        to do; **K** is left as it is.
        """);
    String group = "";
    for (Row row : Row.all()) {
      if (!row.group().equals(group)) {
        group = row.group();
        lines.add("## " + group + "\n\n| Row | | What | Tests |\n| --- | --- | --- | --- |");
      }
      String classes =
          tests.stream()
              .filter(test -> test.covers(row))
              .map(NumberedTest::type)
              .distinct()
              .collect(Collectors.joining(", "));
      lines.add("| %s | %s | %s | %s |".formatted(row.title(), row.promise(), row.cell(), classes));
    }
    return String.join("\n", lines).replaceAll("\\|\n## ", "|\n\n## ") + "\n";
  }
}
