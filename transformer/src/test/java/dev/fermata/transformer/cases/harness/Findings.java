package dev.fermata.transformer.cases.harness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.Result;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A target program about which the transformer must say exactly what its comments announce. A
 * comment {@code // error[FERMATA-003]: monitor} announces an error of this id, for the next line
 * of code, whose text contains the word.
 */
public final class Findings {
  private static final Pattern COMMENT =
      Pattern.compile("// (error|warning)\\[(FERMATA-\\d{3})]: (.*)");

  private final String members;
  private final Map<String, String> others = new TreeMap<>();
  private final List<Expected> expected = new ArrayList<>();
  private int level = 8;

  private Findings(String members) {
    this.members = members;
    int line = 1;
    List<Matcher> pending = new ArrayList<>();
    for (String text : members.lines().toList()) {
      line++;
      Matcher comment = COMMENT.matcher(text.strip());
      if (comment.matches()) {
        pending.add(comment);
      } else {
        for (Matcher found : pending) {
          expected.add(new Expected(line, found.group(1), found.group(2), found.group(3)));
        }
        pending.clear();
      }
    }
  }

  /**
   * A program whose class {@code targets.Target} has these members; they begin in line 2 of the
   * file.
   */
  public static Findings of(String members) {
    return new Findings(members);
  }

  /** Another source file of the program; its comments announce nothing. */
  public Findings with(String path, String text) {
    others.put(path, text);
    return this;
  }

  /** The Java version that the source needs; 8 when not called. */
  public Findings java(int sourceLevel) {
    level = sourceLevel;
    return this;
  }

  /** Asserts the findings, in the class files of each compiler, with lines and without. */
  public void check() {
    Variant.assumeSupported(level);
    Variant.withLinesOf(level).forEach(this::checkWithLines);
    checkWithoutLines(new Variant(Compiler.JAVAC, level, "-g:none", Flavour.AWAITABLES));
  }

  /** As {@link #check}, for methods without code, which have no lines. */
  public void checkWithoutLines() {
    checkWithoutLines(new Variant(Compiler.JAVAC, level, "-g", Flavour.AWAITABLES));
    checkWithoutLines(new Variant(Compiler.ECJ, level, "-g", Flavour.AWAITABLES));
  }

  private void checkWithLines(Variant variant) {
    List<Diagnostic> found = findings(variant);
    found.sort(Comparator.comparingInt(Diagnostic::line).thenComparing(Diagnostic::id));
    assertEquals(
        expected.stream().map(e -> e.line + " " + e.severity + " " + e.id).toList(),
        found.stream().map(d -> d.line() + " " + d.severity().word() + " " + d.id()).toList(),
        variant + ": " + found);
    for (int i = 0; i < expected.size(); i++) {
      String text = found.get(i).toString();
      assertTrue(text.contains(expected.get(i).fragment), expected.get(i).fragment + " in " + text);
      assertEquals("Target.java", found.get(i).file());
    }
  }

  private void checkWithoutLines(Variant variant) {
    List<Diagnostic> found = findings(variant);
    assertEquals(
        expected.stream().map(Expected::id).sorted().distinct().toList(),
        found.stream().map(Diagnostic::id).sorted().distinct().toList(),
        variant + ": " + found);
  }

  private List<Diagnostic> findings(Variant variant) {
    List<Diagnostic> found = new ArrayList<>();
    variant
        .compile(members, others)
        .forEach(
            (name, bytes) -> {
              Result result = Invariants.run(name, bytes);
              if (result.hasErrors()) {
                assertFalse(result.changed(), name);
                assertArrayEquals(bytes, result.bytes(), name + " was refused and yet changed");
              }
              found.addAll(result.diagnostics());
            });
    return found;
  }

  /** What one comment announces. */
  private record Expected(int line, String severity, String id, String fragment) {}
}
