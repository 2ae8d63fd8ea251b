package dev.fermata.internal.core;

/** A timer of the loop that is not a callback. */
public interface Timer {
  /** Called on the loop's thread when the time has come. */
  void fire();

  /** Whether nobody waits for this any more. */
  boolean isOver();
}
