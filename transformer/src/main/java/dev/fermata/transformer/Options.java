package dev.fermata.transformer;

/**
 * What can be chosen about a transformation. The form of the output is not among it: the same input
 * gives the same bytes.
 */
public record Options() {
  /** What holds when nothing is chosen. */
  public static Options defaults() {
    return new Options();
  }
}
