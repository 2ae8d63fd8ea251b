package dev.fermata.samples.benchmarks;

import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Awaited calls that do not suspend. */
public class CallBenchmark extends PeerBenchmark {
  private static final int FIBONACCI_OF = 25;

  /** How many calls the Fibonacci number of 25 takes: twice that of 26, less 1. */
  private static final int FIBONACCI_CALLS = 2 * 121_393 - 1;

  private static final int ELEMENTS = 10_000;

  private final int[] elements = IntStream.range(0, ELEMENTS).toArray();

  /** A call of a method of the same class. */
  @Benchmark
  @OperationsPerInvocation(FIBONACCI_CALLS)
  public long fibonacci() {
    return work.fibonacci(FIBONACCI_OF);
  }

  /** A call of a method of another class. */
  @Benchmark
  @OperationsPerInvocation(FIBONACCI_CALLS)
  public long fibonacciAcross() {
    return work.fibonacciAcross(FIBONACCI_OF);
  }

  /** A call of a method of an interface. */
  @Benchmark
  @OperationsPerInvocation(FIBONACCI_CALLS)
  public long fibonacciVirtual() {
    return work.fibonacciVirtual(FIBONACCI_OF);
  }

  /** An element of an array, each of which is asked for by a call. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long sum() {
    return work.sum(elements);
  }
}
