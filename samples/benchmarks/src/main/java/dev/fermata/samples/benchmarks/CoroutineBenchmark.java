package dev.fermata.samples.benchmarks;

import dev.fermata.EventLoop;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per suspension, call or task.
 *
 * <p>The heap is small and touched before the measurement: in a large fresh one the measurement
 * would be one of page faults.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn256m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"})
public class CoroutineBenchmark {
  private static final int SUSPENSIONS = 100_000;
  private static final int TASKS = 1_000_000;
  private static final int FIBONACCI_OF = 25;

  /** How many calls the Fibonacci number of 25 takes: twice that of 26, less 1. */
  private static final int FIBONACCI_CALLS = 2 * 121_393 - 1;

  private EventLoop loop;

  /** How deep the awaiting methods are nested. */
  @State(Scope.Thread)
  public static class Depth {
    /** The number of methods. */
    @Param({"1", "1000"})
    public int depth;
  }

  /** Makes the loop. */
  @Setup(Level.Trial)
  public void open() {
    loop = EventLoop.create();
  }

  /** Closes the loop. */
  @TearDown(Level.Trial)
  public void close() {
    loop.close();
  }

  /** A task that lets others run, though there are none. */
  @Benchmark
  @OperationsPerInvocation(SUSPENSIONS)
  public int yieldNow() {
    return loop.runUntilComplete(Workloads.yields(SUSPENSIONS));
  }

  /** The same, where many methods wait for it. */
  @Benchmark
  @OperationsPerInvocation(SUSPENSIONS)
  public int resumeAtDepth(Depth depth) {
    return loop.runUntilComplete(Workloads.yieldsAtDepth(depth.depth, SUSPENSIONS));
  }

  /** A suspension of one of two tasks that wake each other. */
  @Benchmark
  @OperationsPerInvocation(SUSPENSIONS)
  public int pingPong() {
    return loop.runUntilComplete(new Workloads.PingPong(loop, SUSPENSIONS / 2).play());
  }

  /** An awaited call of a method that does not suspend. */
  @Benchmark
  @OperationsPerInvocation(FIBONACCI_CALLS)
  public int awaitedCall() {
    return loop.runUntilComplete(Workloads.fibonacci(FIBONACCI_OF));
  }

  /** What that would cost without coroutines. */
  @Benchmark
  @OperationsPerInvocation(FIBONACCI_CALLS)
  public int plainCall() {
    return Workloads.plainFibonacci(FIBONACCI_OF);
  }

  /** A task, made and awaited, of a million that exist at once. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public int spawnAndJoin() {
    return loop.runUntilComplete(Workloads.spawnAndJoin(TASKS));
  }
}
