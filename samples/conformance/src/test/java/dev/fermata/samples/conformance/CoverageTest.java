package dev.fermata.samples.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That no case and no rule is forgotten. */
class CoverageTest {
  private static final int CASES = 81;
  private static final Pattern CASE = Pattern.compile("c(\\d\\d).*");

  @Test
  void everyCaseHasATest() throws Exception {
    Set<Integer> shown = new TreeSet<>();
    for (Method test : tests()) {
      Matcher name = CASE.matcher(test.getName());
      if (name.matches()) {
        shown.add(Integer.valueOf(name.group(1)));
      }
    }
    Set<Integer> all = IntStream.rangeClosed(1, CASES).boxed().collect(Collectors.toSet());
    assertEquals(new TreeSet<>(all), shown);
  }

  @Test
  void everyRuleIsShownByATest() throws Exception {
    Set<Rule> shown = EnumSet.noneOf(Rule.class);
    for (Method test : tests()) {
      Shows shows = test.getAnnotation(Shows.class);
      if (shows != null) {
        shown.addAll(Arrays.asList(shows.value()));
      }
    }
    assertEquals(EnumSet.allOf(Rule.class), shown);
  }

  private static List<Method> tests() throws IOException, URISyntaxException {
    Path classes =
        Path.of(CoverageTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String folder = CoverageTest.class.getPackageName().replace('.', '/');
    try (Stream<Path> files = Files.list(classes.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .map(CoverageTest::load)
          .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
          .filter(method -> method.isAnnotationPresent(Test.class))
          .toList();
    }
  }

  private static Class<?> load(String simpleName) {
    try {
      return Class.forName(CoverageTest.class.getPackageName() + "." + simpleName);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
