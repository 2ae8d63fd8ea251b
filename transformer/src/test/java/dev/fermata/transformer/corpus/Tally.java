package dev.fermata.transformer.corpus;

import java.util.List;
import java.util.Map;

/**
 * What became of the classes of one source.
 *
 * @param classes how many linked
 * @param methods how many coroutines they have
 * @param unlinkable how many classes did not link even without being transformed
 * @param refused how many methods were refused, by the diagnostic's id
 * @param failures what must not be
 */
record Tally(
    int classes, int methods, int unlinkable, Map<String, Integer> refused, List<String> failures) {
  /** A line of the report. */
  String line(Source source) {
    return "%-20s %-16s %6d methods in %5d classes verified; %d classes not linkable before; refused %s"
        .formatted(source.name(), source.compiler(), methods, classes, unlinkable, refused);
  }
}
