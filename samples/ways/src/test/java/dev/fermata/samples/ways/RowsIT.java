package dev.fermata.samples.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Every row of the transformer's list was tested by this build. Being in the last module, this
 * reads what the tests of all modules have reported, and writes the table of rows with the results
 * to {@code target/rows.md}.
 */
class RowsIT {
  private static final Path LIST =
      Repository.ROOT.resolve("transformer/src/test/resources/cases/rows.txt");
  private static final Pattern ROW = Pattern.compile("([a-k]\\d\\d) ([WEK]) (.+)");
  private static final Pattern ROW_NUMBER = Pattern.compile("[a-k]\\d\\d");
  private static final Pattern NUMBERED_TEST = Pattern.compile("((?:[a-k]\\d\\d_)+)\\w+");
  private static final Pattern REPORT =
      Pattern.compile(".*/target/(surefire|failsafe)-reports/TEST-[^/]*\\.xml");

  /** Of each row, its tests with their results. */
  private final Map<String, Map<String, String>> results = new TreeMap<>();

  @Test
  void everyRowHasAResult() throws Exception {
    assumeTrue(System.getProperty("test") == null, "only some tests were asked for");
    readReports();
    List<String> table = new ArrayList<>();
    table.add("| Row | | What | Tests | Result |");
    table.add("| --- | --- | --- | --- | --- |");
    List<String> untested = new ArrayList<>();
    for (String line : Files.readAllLines(LIST)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Map<String, String> tests = results.getOrDefault(row.group(1), Map.of());
        table.add(tableRow(row, tests));
        if (tests.isEmpty()) {
          untested.add(line);
        }
      }
    }
    Files.write(Path.of("target", "rows.md"), table);
    assertEquals(List.of(), untested);
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

  private static List<Path> reports() throws IOException {
    List<Path> reports = new ArrayList<>();
    for (Path file : Repository.files(Repository.ROOT, ".xml")) {
      if (REPORT.matcher(Repository.ROOT.relativize(file).toString()).matches()) {
        reports.add(file);
      }
    }
    return reports;
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
          .merge(type + "." + name.group(), result(testCase), RowsIT::worse);
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
