package dev.fermata.transformer.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes the table of the rows with the results of their tests. Test runs of one build add to it,
 * through {@code target/rows.txt}; tests of other modules have no results here.
 */
public final class RowsReport implements TestWatcher, BeforeAllCallback {
  private static final Path RESULTS = Path.of("target", "rows.txt");
  private static final Path TABLE = Path.of("target", "rows.md");
  private static final Map<String, String> OUTCOMES = new ConcurrentSkipListMap<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(RowsReport.class))
        .computeIfAbsent(AutoCloseable.class, key -> (AutoCloseable) RowsReport::write);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    add(context, "passed");
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    add(context, "not on this JDK");
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    add(context, "disabled");
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    add(context, "failed");
  }

  /** Of the invocations of a parameterized test the last in the alphabet of outcomes counts. */
  private static void add(ExtensionContext context, String outcome) {
    String method = context.getRequiredTestMethod().getName();
    if (!Row.idsOf(method).isEmpty()) {
      String test = context.getRequiredTestClass().getSimpleName() + "." + method;
      OUTCOMES.merge(test, outcome, RowsReport::worse);
    }
  }

  private static String worse(String first, String second) {
    List<String> order = List.of("disabled", "not on this JDK", "passed", "failed");
    return order.indexOf(first) > order.indexOf(second) ? first : second;
  }

  private static void write() {
    try {
      Files.createDirectories(RESULTS.getParent());
      Map<String, String> all = new TreeMap<>();
      if (Files.exists(RESULTS)) {
        for (String line : Files.readAllLines(RESULTS)) {
          all.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
        }
      }
      all.putAll(OUTCOMES);
      List<String> lines = new ArrayList<>();
      all.forEach((test, outcome) -> lines.add(test + "\t" + outcome));
      Files.write(RESULTS, lines);
      Files.writeString(TABLE, table(all), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String table(Map<String, String> outcomes) {
    StringBuilder text = new StringBuilder("| Row | | What | Tests | Result |\n");
    text.append("| --- | --- | --- | --- | --- |\n");
    for (Row row : Row.all()) {
      List<String> tests = new ArrayList<>();
      Set<String> results = new TreeSet<>();
      outcomes.forEach(
          (test, outcome) -> {
            if (Row.idsOf(test.substring(test.indexOf('.') + 1)).contains(row.id())) {
              tests.add(test);
              results.add(outcome);
            }
          });
      text.append(
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  row.title(),
                  row.promise(),
                  row.cell(),
                  String.join(", ", tests),
                  results.isEmpty() ? "not run here" : String.join(", ", results)));
    }
    return text.toString();
  }
}
