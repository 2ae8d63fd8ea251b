package dev.fermata.samples.benchmarks.limit;

/** A method with its arguments, for a task to start. */
@FunctionalInterface
interface Body {
  long start(Loop loop) throws Throwable;
}
