package dev.fermata.junit;

import java.time.Duration;

/**
 * The rules for a test of coroutines. {@link FermataTest} sets them for all tests of a class.
 *
 * @param timeout how long the test may take, in virtual time
 * @param seed determines the order within each pass of the loop; null for the order in which things
 *     became ready
 * @param leaks what happens to tasks that have not ended when the test does
 */
public record TestRules(Duration timeout, Long seed, Leaks leaks) {
  /** An hour, for most tests that go on for longer never end. */
  static final long STANDARD_SECONDS = 3600;

  private static final TestRules STANDARD =
      new TestRules(Duration.ofSeconds(STANDARD_SECONDS), null, Leaks.FAIL);

  /**
   * Checks the timeout.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public TestRules {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a test needs time: " + timeout);
    }
    if (leaks == null) {
      throw new NullPointerException("leaks");
    }
  }

  /**
   * Returns the usual rules: an hour of virtual time, the order in which things became ready, and
   * no task may be left.
   *
   * @return always the same rules
   */
  public static TestRules standard() {
    return STANDARD;
  }

  /**
   * Returns the same rules with another time limit.
   *
   * @param other how long the test may take, in virtual time
   * @return new rules
   */
  public TestRules withTimeout(Duration other) {
    return new TestRules(other, seed, leaks);
  }

  /**
   * Returns the same rules with a shuffled order.
   *
   * @param other determines the order within each pass of the loop
   * @return new rules
   */
  public TestRules withSeed(long other) {
    return new TestRules(timeout, other, leaks);
  }

  /**
   * Returns the same rules with other leaks.
   *
   * @param other what happens to tasks that have not ended when the test does
   * @return new rules
   */
  public TestRules withLeaks(Leaks other) {
    return new TestRules(timeout, seed, other);
  }
}
