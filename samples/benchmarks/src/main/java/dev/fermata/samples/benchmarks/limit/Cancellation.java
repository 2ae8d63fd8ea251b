package dev.fermata.samples.benchmarks.limit;

/** Thrown where a cancelled task waits. */
final class Cancellation extends Error {
  private static final long serialVersionUID = 1;
}
