package dev.fermata.samples.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Suspensions of ten tasks, where many methods wait for each other. */
public class DepthBenchmark extends PeerBenchmark {
  private static final int TASKS = 10;

  /** So many for a task that entering and leaving 1,000 methods is less than a hundredth of it. */
  private static final int SUSPENSIONS = 1_000_000;

  /** The number of methods. */
  @Param({"1", "10", "1000"})
  public int depth;

  /** A yield of the innermost. */
  @Benchmark
  @OperationsPerInvocation(SUSPENSIONS)
  public long yieldsInTurn() {
    return work.yieldsInTurn(TASKS, depth, SUSPENSIONS / TASKS);
  }
}
