package dev.fermata.samples.benchmarks.limit;

/** Something that the loop can run. */
abstract class Callback {
  abstract void run();
}
