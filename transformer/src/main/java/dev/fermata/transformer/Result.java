package dev.fermata.transformer;

import dev.fermata.files.Outcome;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.Comparator;
import java.util.List;

/**
 * What became of one class file.
 *
 * @param bytes the class file to use: the very array that was given where nothing changed
 * @param changed whether {@code bytes} is a new class file
 * @param diagnostics what was found, by line, first what has none; with an error among them {@code
 *     changed} is false
 */
public record Result(byte[] bytes, boolean changed, List<Diagnostic> diagnostics)
    implements Outcome<Diagnostic> {
  /** Keeps an unmodifiable copy of the diagnostics, sorted; those of one line stay as they are. */
  public Result {
    diagnostics =
        diagnostics.size() < 2
            ? List.copyOf(diagnostics)
            : diagnostics.stream().sorted(Comparator.comparingInt(Diagnostic::line)).toList();
  }

  @Override
  public List<Diagnostic> findings() {
    return diagnostics;
  }

  /** Whether the class could not be transformed. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
