package dev.fermata.transformer;

import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import java.util.Set;

/**
 * What can be chosen about a transformation. The form of the output is not among it: the same input
 * gives the same bytes.
 *
 * @param silenced the ids of the warnings that are not wanted; all of them may be silenced by
 *     {@link #ALL_WARNINGS}
 */
public record Options(Set<String> silenced) {
  /** Stands for the ids of all warnings. */
  public static final String ALL_WARNINGS = "all";

  /**
   * Keeps an unmodifiable copy.
   *
   * @throws IllegalArgumentException when there is no such warning, with one line for the user: a
   *     mistyped id would silence nothing
   */
  public Options {
    silenced = Set.copyOf(silenced);
    for (String id : silenced) {
      if (!isWarning(id)) {
        throw new IllegalArgumentException("there is no warning " + id);
      }
    }
  }

  /** Whether {@code id} is that of a warning, or {@link #ALL_WARNINGS}. */
  public static boolean isWarning(String id) {
    if (id.equals(ALL_WARNINGS)) {
      return true;
    }
    for (DiagnosticKind problem : DiagnosticKind.values()) {
      if (problem.isWarning() && problem.id().equals(id)) {
        return true;
      }
    }
    return false;
  }

  /** What holds when nothing is chosen: every warning is given. */
  public static Options defaults() {
    return new Options(Set.of());
  }

  /** Whether a finding is wanted. */
  boolean wants(Diagnostic diagnostic) {
    return diagnostic.isError()
        || !(silenced.contains(ALL_WARNINGS) || silenced.contains(diagnostic.id()));
  }
}
