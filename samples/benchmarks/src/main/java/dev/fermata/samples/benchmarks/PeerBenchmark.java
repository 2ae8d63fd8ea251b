package dev.fermata.samples.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per operation of one peer.
 *
 * <p>The heap is small and touched before the measurement: in a large fresh one the measurement
 * would be one of page faults. Virtual threads have one carrier, as the others have one thread;
 * with more, each switch would be one between processors.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "-Xms600m",
      "-Xmx600m",
      "-Xmn200m",
      "-XX:+UseSerialGC",
      "-XX:+AlwaysPreTouch",
      PeerBenchmark.ONE_CARRIER,
      PeerBenchmark.NO_SPARE_CARRIER
    })
public abstract class PeerBenchmark {
  static final String ONE_CARRIER = "-Djdk.virtualThreadScheduler.parallelism=1";
  static final String NO_SPARE_CARRIER = "-Djdk.virtualThreadScheduler.maxPoolSize=1";

  /** Who does the work. */
  @Param({"fermata", "limit", "kotlin", "virtual", "future"})
  public String peer;

  Peer work;

  /** Makes the peer. */
  @Setup(Level.Trial)
  public void open() {
    work = Peers.open(peer);
  }

  /** Closes it. */
  @TearDown(Level.Trial)
  public void close() {
    work.close();
  }
}
