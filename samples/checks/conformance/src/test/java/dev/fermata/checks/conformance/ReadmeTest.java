package dev.fermata.checks.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** This module's README lists the cases and rules with the tests that there are. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path RULES =
      Path.of("src/test/java/dev/fermata/checks/conformance/Rule.java");
  private static final Pattern CASE = Pattern.compile("c(\\d\\d)(.*)");

  @Test
  void tablesOfTheReadmeAreThoseOfTheTests() throws Exception {
    String readme = Files.readString(README);
    String now = replaced(replaced(readme, "cases", cases()), "rules", rules());
    if (!now.equals(readme)) {
      Files.writeString(Path.of("target/README.md"), now);
    }
    assertEquals(now, readme, "README.md is out of date: target/README.md is to take its place");
  }

  @Test
  void everyCaseThatDiffersIsACase() throws Exception {
    String readme = Files.readString(README);
    List<String> differing = firstCells(readme.substring(0, readme.indexOf("<!-- cases -->")));
    assertEquals(differing.stream().filter(cases()::contains).toList(), differing);
    assertEquals(differing.stream().sorted().distinct().toList(), differing);
  }

  private static List<String> firstCells(String text) {
    return Pattern.compile("^\\| (c\\d\\d) \\|", Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  private static String replaced(String readme, String name, String table) {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- end of " + name + " -->";
    int from = readme.indexOf(begin) + begin.length();
    return readme.substring(0, from) + table + readme.substring(readme.indexOf(end));
  }

  private static String cases() throws Exception {
    Map<String, String> rows = new TreeMap<>();
    for (Method test : Tests.all()) {
      Matcher name = CASE.matcher(test.getName());
      if (name.matches()) {
        String row =
            "| c%s | %s | `%s` |\n"
                .formatted(
                    name.group(1), words(name.group(2)), test.getDeclaringClass().getSimpleName());
        rows.put(test.getName(), row);
      }
    }
    return "| Case | What it shows | Test |\n| --- | --- | --- |\n"
        + String.join("", rows.values());
  }

  /** A name's words: {@code AnEarlyOne} is "An early one". */
  private static String words(String name) {
    String words = name.replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String rules() throws Exception {
    String source = Files.readString(RULES);
    StringBuilder table = new StringBuilder("| Rule | What holds | Tests |\n| --- | --- | --- |\n");
    for (Rule rule : Rule.values()) {
      table.append("| %s | %s | %s |\n".formatted(rule, sentence(source, rule), tests(rule)));
    }
    return table.toString();
  }

  private static String sentence(String source, Rule rule) throws IOException {
    Matcher comment = Pattern.compile("/\\*\\* ([^*]*) \\*/\\s+" + rule + "\\b").matcher(source);
    if (!comment.find()) {
      throw new IOException("no comment of " + rule);
    }
    return comment.group(1);
  }

  private static String tests(Rule rule) throws Exception {
    Map<String, List<String>> byClass =
        Tests.all().stream()
            .filter(test -> test.isAnnotationPresent(Shows.class))
            .filter(test -> Arrays.asList(test.getAnnotation(Shows.class).value()).contains(rule))
            .collect(
                Collectors.groupingBy(
                    test -> test.getDeclaringClass().getSimpleName(),
                    TreeMap::new,
                    Collectors.mapping(Method::getName, Collectors.toList())));
    return byClass.entrySet().stream()
        .map(entry -> "`" + entry.getKey() + "`: " + String.join(", ", entry.getValue()))
        .collect(Collectors.joining("; "));
  }
}
