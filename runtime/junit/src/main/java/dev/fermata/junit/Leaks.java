package dev.fermata.junit;

/** What the end of a test does about tasks that have not ended. */
public enum Leaks {
  /** Fails the test, and tells what each of them waits for. */
  FAIL,
  /** Cancels them, as the end of {@code Fermata.run} does. */
  CANCEL
}
