package dev.fermata.checks.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That no case and no rule is forgotten. */
class CoverageTest {
  private static final int CASES = 81;
  private static final Pattern CASE = Pattern.compile("c(\\d\\d).*");

  @Test
  void everyCaseHasATest() throws Exception {
    Set<Integer> shown = new TreeSet<>();
    for (Method test : Tests.all()) {
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
    for (Method test : Tests.all()) {
      Shows shows = test.getAnnotation(Shows.class);
      if (shows != null) {
        shown.addAll(Arrays.asList(shows.value()));
      }
    }
    assertEquals(EnumSet.allOf(Rule.class), shown);
  }
}
