package dev.fermata.checks.conformance.random;

import java.util.List;

/**
 * A random program.
 *
 * @param eager whether its tasks start at once
 * @param functions the bodies of its functions, of which the first is the main one
 */
record Program(boolean eager, List<List<Step>> functions) {
  /** The program as JSON, in one line. */
  String json() {
    return "[" + eager + "," + Step.json(functions) + "]";
  }
}
