package dev.fermata.samples.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Many tasks or timers at one time. */
public class CrowdBenchmark extends PeerBenchmark {
  private static final int CHILDREN = 1_000;
  private static final int GATHERS = 100;
  private static final int TIMERS = 100_000;
  private static final int COMPLETIONS = 10_000;

  /** A task that gives way once, of a thousand that are awaited together. */
  @Benchmark
  @OperationsPerInvocation(CHILDREN * GATHERS)
  public long gather() {
    return work.gather(CHILDREN, GATHERS);
  }

  /** A timer, set and cancelled, of a hundred thousand. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public long timersCancelled() {
    return work.timersCancelled(TIMERS);
  }

  /** A timer, set and fired, of a hundred thousand. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public long timersFired() {
    return work.timersFired(TIMERS);
  }

  /** A task that awaits what another thread completes, of ten thousand. */
  @Benchmark
  @OperationsPerInvocation(COMPLETIONS)
  public long completedByThread() {
    return work.completedByThread(COMPLETIONS);
  }
}
