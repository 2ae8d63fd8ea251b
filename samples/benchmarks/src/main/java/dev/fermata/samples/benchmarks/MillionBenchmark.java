package dev.fermata.samples.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A million tasks at one time, in a heap that holds those of any peer. */
@Fork(
    value = 2,
    jvmArgsAppend = {
      "-Xms4g",
      "-Xmx4g",
      "-Xmn1g",
      "-XX:+UseSerialGC",
      "-XX:+AlwaysPreTouch",
      PeerBenchmark.ONE_CARRIER,
      PeerBenchmark.NO_SPARE_CARRIER
    })
public class MillionBenchmark extends PeerBenchmark {
  private static final int TASKS = 1_000_000;

  /** A task, made and awaited. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public long spawnAndJoin() {
    return work.spawnAndJoin(TASKS);
  }

  /** A task that gives way once within a time limit. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public long waitFor() {
    return work.waitFor(TASKS);
  }
}
