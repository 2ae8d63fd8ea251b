package dev.fermata.transformer.plan;

/**
 * A resume method. Nearly all asynchronous methods have one, which goes on from all of their
 * suspension points; where that would be too long, each of several goes on from some.
 *
 * @param name its name
 * @param first the smallest state in which it goes on; 0 for a call that has not begun
 * @param last the greatest
 */
public record ResumePart(String name, int first, int last) {
  /** Whether a frame at this point goes on here. */
  public boolean has(SuspensionPoint point) {
    return first <= point.number() && point.number() <= last;
  }
}
