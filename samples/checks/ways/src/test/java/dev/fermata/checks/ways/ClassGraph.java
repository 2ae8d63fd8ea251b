package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/** Which top-level classes of a module use which others of it, as {@code jdeps} reads it. */
final class ClassGraph {
  private static final Pattern EDGE =
      Pattern.compile("\\s+(dev\\.\\S+)\\s+->\\s+(dev\\.\\S+)\\s.*");

  /** Names of classes, each with those that it uses; itself is not among them. */
  private final Map<String, Set<String>> edges;

  private ClassGraph(Map<String, Set<String>> edges) {
    this.edges = edges;
  }

  static ClassGraph of(Path classes) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                writer,
                writer,
                "-verbose:class",
                "-filter:none",
                "-cp",
                "" + classes,
                "" + classes);
    assertEquals(0, code, out::toString);
    Map<String, Set<String>> edges = new TreeMap<>();
    out.toString()
        .lines()
        .map(EDGE::matcher)
        .filter(Matcher::matches)
        .forEach(edge -> add(topLevel(edge.group(1)), topLevel(edge.group(2)), edges));
    return new ClassGraph(edges);
  }

  private static void add(String from, String to, Map<String, Set<String>> edges) {
    edges.computeIfAbsent(to, name -> new TreeSet<>());
    Set<String> used = edges.computeIfAbsent(from, name -> new TreeSet<>());
    if (!from.equals(to)) {
      used.add(to);
    }
  }

  private static String topLevel(String name) {
    int dollar = name.indexOf('$');
    return dollar < 0 ? name : name.substring(0, dollar);
  }

  static String packageOf(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  Set<String> classes() {
    return edges.keySet();
  }

  Set<String> usedBy(String name) {
    return edges.get(name);
  }

  /** This graph without the edges that a predicate names. */
  ClassGraph without(BiPredicate<String, String> exempt) {
    Map<String, Set<String>> left = new TreeMap<>();
    edges.forEach(
        (from, used) -> {
          Set<String> kept = new TreeSet<>(used);
          kept.removeIf(to -> exempt.test(from, to));
          left.put(from, kept);
        });
    return new ClassGraph(left);
  }

  /** The same between packages. */
  ClassGraph ofPackages() {
    return mapped(ClassGraph::packageOf);
  }

  private ClassGraph mapped(UnaryOperator<String> names) {
    Map<String, Set<String>> result = new TreeMap<>();
    edges.forEach(
        (from, used) -> {
          result.computeIfAbsent(names.apply(from), name -> new TreeSet<>());
          used.forEach(to -> add(names.apply(from), names.apply(to), result));
        });
    return new ClassGraph(result);
  }

  /** The sets of nodes that reach each other, of more than one; the largest first. */
  List<Set<String>> circles() {
    Map<String, Set<String>> reached = new HashMap<>();
    edges.keySet().forEach(name -> reached.put(name, reachableFrom(name)));
    Set<Set<String>> circles = new HashSet<>();
    for (String name : edges.keySet()) {
      Set<String> circle = new TreeSet<>(reached.get(name));
      circle.removeIf(other -> !reached.get(other).contains(name));
      if (circle.size() > 1) {
        circles.add(circle);
      }
    }
    List<Set<String>> sorted = new ArrayList<>(circles);
    sorted.sort((one, other) -> other.size() - one.size());
    return sorted;
  }

  private Set<String> reachableFrom(String start) {
    Set<String> seen = new TreeSet<>();
    Deque<Collection<String>> open = new ArrayDeque<>(List.of(edges.get(start)));
    while (!open.isEmpty()) {
      for (String next : open.remove()) {
        if (seen.add(next)) {
          open.add(edges.get(next));
        }
      }
    }
    return seen;
  }
}
