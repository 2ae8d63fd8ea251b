package dev.fermata.checks.ways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Writes the table of the transformer's rows with the results of a build. It reads what the tests
 * of all modules have reported, and so is called after them and is not one of them: where tests
 * were skipped, there is nothing to report.
 *
 * <p>A row without a result is an error. Each row has a test in the sources, as {@code RowsTest}
 * checks; a row has no result if that test was not run.
 */
final class RowsReport {
  private static final String LIST = "transformer/src/test/resources/cases/rows.txt";
  private static final String TABLE = "samples/checks/ways/target/rows.md";
  private static final Pattern ROW = Pattern.compile("([a-k]\\d\\d) ([WEK]) (.+)");
  private static final Pattern ROW_NUMBER = Pattern.compile("[a-k]\\d\\d");
  private static final Pattern NUMBERED_TEST = Pattern.compile("((?:[a-k]\\d\\d_)+)\\w+");
  private static final Pattern REPORT =
      Pattern.compile(".*/target/(surefire|failsafe)-reports/TEST-[^/]*\\.xml");

  private final Path repository;

  /** Of each row, its tests with their results. */
  private final Map<String, Map<String, String>> results = new TreeMap<>();

  private RowsReport(Path repository) {
    this.repository = repository;
  }

  /** Reports on the repository in the working directory. */
  public static void main(String[] arguments) throws Exception {
    List<String> untested = write(Path.of("").toAbsolutePath());
    for (String row : untested) {
      System.err.println("no test of this row was run: " + row);
    }
    System.exit(untested.isEmpty() ? 0 : 1);
  }

  /** Writes the table, and gives the rows of the list that have no result. */
  static List<String> write(Path repository) throws Exception {
    RowsReport report = new RowsReport(repository);
    report.readReports();
    List<String> table = new ArrayList<>();
    table.add("| Row | | What | Tests | Result |");
    table.add("| --- | --- | --- | --- | --- |");
    List<String> untested = new ArrayList<>();
    for (String line : Files.readAllLines(repository.resolve(LIST))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Map<String, String> tests = report.results.getOrDefault(row.group(1), Map.of());
        table.add(tableRow(row, tests));
        if (tests.isEmpty()) {
          untested.add(line);
        }
      }
    }
    Path file = repository.resolve(TABLE);
    Files.createDirectories(file.getParent());
    Files.write(file, table);
    return untested;
  }

  private static String tableRow(Matcher row, Map<String, String> tests) {
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            row.group(1).toUpperCase(Locale.ROOT),
            row.group(2),
            row.group(3).replace("|", "\\|"),
            String.join(", ", tests.keySet()),
            String.join(", ", new TreeSet<>(tests.values())));
  }

  private void readReports() throws Exception {
    DocumentBuilder xml = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    for (Path report : reports()) {
      NodeList cases = xml.parse(report.toFile()).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        add((Element) cases.item(i));
      }
    }
  }

  private List<Path> reports() throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      return files
          .filter(file -> REPORT.matcher(file.toString().replace('\\', '/')).matches())
          .sorted()
          .toList();
    }
  }

  /** Of the invocations of a parameterized test, the worst counts. */
  private void add(Element testCase) {
    Matcher name = NUMBERED_TEST.matcher(testCase.getAttribute("name").replaceAll("[(\\[{].*", ""));
    if (!name.matches()) {
      return;
    }
    String type = testCase.getAttribute("classname").replaceAll(".*\\.", "");
    Matcher rows = ROW_NUMBER.matcher(name.group(1));
    while (rows.find()) {
      results
          .computeIfAbsent(rows.group(), key -> new TreeMap<>())
          .merge(type + "." + name.group(), result(testCase), RowsReport::worse);
    }
  }

  private static String result(Element testCase) {
    if (has(testCase, "failure") || has(testCase, "error")) {
      return "failed";
    }
    return has(testCase, "skipped") ? "not on this JDK" : "passed";
  }

  private static boolean has(Element testCase, String child) {
    return testCase.getElementsByTagName(child).getLength() > 0;
  }

  private static String worse(String first, String second) {
    List<String> order = List.of("not on this JDK", "passed", "failed");
    return order.indexOf(first) > order.indexOf(second) ? first : second;
  }
}
