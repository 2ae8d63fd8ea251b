package dev.fermata.samples.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Suspensions of few tasks. */
public class SwitchBenchmark extends PeerBenchmark {
  private static final int SUSPENSIONS = 100_000;
  private static final int ENTRIES = 10_000;

  /** A task that lets others run, though there are none. */
  @Benchmark
  @OperationsPerInvocation(SUSPENSIONS)
  public long yields() {
    return work.yields(SUSPENSIONS);
  }

  /** A suspension of one of two tasks that wake each other. */
  @Benchmark
  @OperationsPerInvocation(SUSPENSIONS)
  public long pingPong() {
    return work.pingPong(SUSPENSIONS / 2);
  }

  /** Ten methods entered, suspended once, and left. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long enterAndLeave() {
    return work.enterAndLeave(10, ENTRIES);
  }
}
