package dev.fermata.samples.benchmarks.report;

/** How long is measured. */
record Settings(
    int forks,
    int warmups,
    int slowWarmups,
    int warmupMillis,
    int iterations,
    int iterationMillis,
    int socketRounds) {
  /** The table in ten minutes or so. */
  static Settings quick() {
    return new Settings(2, 5, 2, 200, 5, 200, 30);
  }

  /** The table in an hour. */
  static Settings full() {
    return new Settings(2, 5, 3, 1000, 10, 1000, 100);
  }

  @Override
  public String toString() {
    return "%d forks of %d iterations of %d ms".formatted(forks, iterations, iterationMillis);
  }
}
