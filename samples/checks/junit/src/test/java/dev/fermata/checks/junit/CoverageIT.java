package dev.fermata.checks.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JaCoCo counts the lines that the comments of {@link Kitchen} announce. */
class CoverageIT {
  private static final String CLASS = "dev/fermata/checks/junit/Kitchen";
  private static final Pattern ANNOUNCED = Pattern.compile("// (whole|part|never)$");

  private static final String TESTS = KitchenTest.class.getName();

  @TempDir private Path directory;

  @Test
  void of_the_tests_that_surefire_has_run() throws IOException {
    assertEquals(announced(), covered(Path.of("target/surefire.exec")));
  }

  @Test
  void of_tests_by_the_console_launcher() throws Exception {
    String jacoco =
        "-javaagent:" + Console.TOOLS.resolve("jacocoagent.jar") + "=destfile=console.exec";
    new Console(directory, "junit-6").with(jacoco).run(TESTS);
    assertEquals(announced(), covered(directory.resolve("console.exec")));
  }

  private static Map<Integer, String> announced() throws IOException {
    List<String> text = Files.readAllLines(Path.of("src/main/java/" + CLASS + ".java"));
    Map<Integer, String> lines = new TreeMap<>();
    for (int i = 0; i < text.size(); i++) {
      Matcher comment = ANNOUNCED.matcher(text.get(i));
      if (comment.find()) {
        lines.put(i + 1, comment.group(1));
      }
    }
    return lines;
  }

  private static Map<Integer, String> covered(Path counts) throws IOException {
    ExecFileLoader loader = new ExecFileLoader();
    loader.load(counts.toFile());
    CoverageBuilder builder = new CoverageBuilder();
    byte[] classFile = Files.readAllBytes(Console.CLASSES.resolve(CLASS + ".class"));
    new Analyzer(loader.getExecutionDataStore(), builder).analyzeClass(classFile, CLASS);
    return lines(builder.getClasses().iterator().next());
  }

  private static Map<Integer, String> lines(IClassCoverage coverage) {
    Map<Integer, String> lines = new TreeMap<>();
    for (int line = coverage.getFirstLine(); line <= coverage.getLastLine(); line++) {
      switch (coverage.getLine(line).getStatus()) {
        case ICounter.FULLY_COVERED -> lines.put(line, "whole");
        case ICounter.PARTLY_COVERED -> lines.put(line, "part");
        case ICounter.NOT_COVERED -> lines.put(line, "never");
        default -> {
          // A line without code.
        }
      }
    }
    return lines;
  }
}
