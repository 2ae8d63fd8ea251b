package dev.fermata.samples.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Cancellations and errors. */
public class EndBenchmark extends PeerBenchmark {
  private static final int TIMES = 1_000;

  /** The number of methods that the error passes. */
  @Param({"1", "10"})
  public int depth;

  /** A task made, suspended, cancelled and awaited. */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public long cancelled() {
    return work.cancelled(depth, TIMES);
  }

  /** An error thrown after a suspension, and caught by the outermost method. */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public long failed() {
    return work.failed(depth, TIMES);
  }
}
