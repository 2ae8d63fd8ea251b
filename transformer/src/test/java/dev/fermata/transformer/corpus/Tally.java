package dev.fermata.transformer.corpus;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;

/**
 * What became of the classes of one source.
 *
 * @param classes how many linked
 * @param methods how many coroutines they have, by the compiler that wrote them
 * @param unlinkable how many classes did not link even without being transformed
 * @param refused how many methods were refused, by the diagnostic's id
 * @param failures what must not be
 */
record Tally(
    int classes,
    Map<String, Integer> methods,
    int unlinkable,
    Map<String, Integer> refused,
    List<String> failures) {
  /** A row of the report. */
  String row(Source source) {
    return "| %s | %s | %d | %d | %d | %s |"
        .formatted(
            source.name(),
            String.join(", ", methods.keySet()),
            classes,
            methods.values().stream().mapToInt(Integer::intValue).sum(),
            unlinkable,
            refused.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(joining(", ")));
  }
}
