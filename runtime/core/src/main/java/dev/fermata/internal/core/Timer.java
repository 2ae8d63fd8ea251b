package dev.fermata.internal.core;

/** What the loop keeps as a timer, besides callbacks. */
public interface Timer {
  /** The time has come; called on the loop's thread. */
  void fire();

  /** Whether nobody waits for this any more. */
  boolean isOver();
}
