package dev.fermata.transformer;

import java.util.List;

/**
 * What became of one class file.
 *
 * @param bytes the class file to use: the very array that was given where nothing changed
 * @param changed whether {@code bytes} is a new class file
 * @param diagnostics what was found, in the order of the class file; with an error among them
 *     {@code changed} is false
 */
public record Result(byte[] bytes, boolean changed, List<Diagnostic> diagnostics) {
  /** Keeps an unmodifiable copy of the diagnostics. */
  public Result {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Whether the class could not be transformed. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
