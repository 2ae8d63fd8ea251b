package dev.fermata.samples.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH for one work of one peer, with the allocation counted in the same run. */
final class Timing {
  private static final String ALLOCATION = "gc.alloc.rate.norm";
  private static final String PACKAGE = "dev.fermata.samples.benchmarks.";

  /** The first JDK that warns of what JMH does, in the midst of the progress. */
  private static final int WARNS_OF_UNSAFE_SINCE = 24;

  private final Settings settings;

  Timing(Settings settings) {
    this.settings = settings;
  }

  Figure run(Work work, String peer) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + (PACKAGE + work.benchmark()).replace(".", "\\.") + "$")
            .param("peer", peer)
            .addProfiler("gc")
            .forks(settings.forks() * work.forks())
            .warmupIterations(work.slow() ? settings.slowWarmups() : settings.warmups())
            .warmupTime(TimeValue.milliseconds(settings.warmupMillis()))
            .measurementIterations(settings.iterations())
            .measurementTime(TimeValue.milliseconds(settings.iterationMillis()))
            .verbosity(VerboseMode.SILENT);
    if (Runtime.version().feature() >= WARNS_OF_UNSAFE_SINCE) {
      options.jvmArgsPrepend("--sun-misc-unsafe-memory-access=allow");
    }
    if (work.depth() > 0) {
      options.param("depth", String.valueOf(work.depth()));
    }
    Collection<RunResult> runs = new Runner(options.build()).run();
    if (runs.isEmpty()) {
      throw new RunnerException("no result of " + work.id() + " by " + peer);
    }
    return figure(work, peer, runs.iterator().next());
  }

  private static Figure figure(Work work, String peer, RunResult run) {
    List<Double> samples = new ArrayList<>();
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        samples.add(iteration.getPrimaryResult().getScore());
      }
    }
    Result<?> allocation = run.getSecondaryResults().get(ALLOCATION);
    double bytes = allocation == null ? Double.NaN : allocation.getScore();
    return Figure.of(work.id(), peer, "ns", samples, bytes);
  }
}
