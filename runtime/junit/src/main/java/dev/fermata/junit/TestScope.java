package dev.fermata.junit;

/** A test of a class with {@link FermataTest}: what {@code runTest} finds in its thread. */
final class TestScope {
  private static final ThreadLocal<TestScope> CURRENT = new ThreadLocal<>();

  private final TestRules rules;

  /** Null until somebody asks for the loop. */
  private TestRun run;

  TestScope(TestRules rules) {
    this.rules = rules;
  }

  /** The one whose method runs in this thread; null where there is none. */
  static TestScope current() {
    return CURRENT.get();
  }

  /** Makes this the current one, or that which was so before. */
  static void enter(TestScope scope) {
    if (scope == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(scope);
    }
  }

  TestRules rules() {
    return rules;
  }

  boolean hasRun() {
    return run != null;
  }

  /** The run that all methods of the test share. */
  TestRun run() {
    if (run == null) {
      run = new TestRun(rules);
    }
    return run;
  }
}
