package dev.fermata.transformer.cases.harness;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ICoverageNode.CounterEntity;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.LoggerRuntime;
import org.jacoco.core.runtime.RuntimeData;

/** What JaCoCo reports of one run of a target program. */
public final class Coverage {
  private final Map<String, IClassCoverage> classes = new TreeMap<>();

  /** The last line of the run's trace. */
  private final String outcome;

  private Coverage(ExecutionDataStore data, Map<String, byte[]> analysed, String outcome) {
    CoverageBuilder builder = new CoverageBuilder();
    Analyzer analyzer = new Analyzer(data, builder);
    analysed.forEach(
        (name, bytes) -> {
          try {
            analyzer.analyzeClass(bytes, name);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    builder.getClasses().forEach(one -> classes.put(one.getName(), one));
    this.outcome = outcome;
  }

  /** Of the untransformed program, run as plain Java. */
  public static Coverage straight(Map<String, byte[]> classes) {
    return run(classes, Mode.STRAIGHT, instrumented -> instrumented);
  }

  /** Of a program that JaCoCo instruments first, and that is transformed then. */
  public static Coverage instrumentedFirst(Map<String, byte[]> classes, Mode mode) {
    return run(classes, mode, Coverage::transform);
  }

  /** Of a program that is transformed first, and that JaCoCo instruments and analyses then. */
  public static Coverage transformedFirst(Map<String, byte[]> classes, Mode mode) {
    return run(transform(classes), mode, instrumented -> instrumented);
  }

  private static Map<String, byte[]> transform(Map<String, byte[]> classes) {
    return map(classes, (name, bytes) -> Invariants.run(name, bytes).bytes());
  }

  private static Coverage run(
      Map<String, byte[]> classes, Mode mode, UnaryOperator<Map<String, byte[]>> afterwards) {
    LoggerRuntime runtime = new LoggerRuntime();
    Instrumenter instrumenter = new Instrumenter(runtime);
    RuntimeData data = new RuntimeData();
    try {
      Map<String, byte[]> defined =
          afterwards.apply(map(classes, (name, bytes) -> instrumenter.instrument(bytes, name)));
      runtime.startup(data);
      TargetLoader loader =
          mode == Mode.STRAIGHT ? TargetLoader.straight(defined) : TargetLoader.real(defined);
      Throwable[] failure = new Throwable[1];
      List<String> trace = Report.execute(loader, mode, failure);
      ExecutionDataStore store = new ExecutionDataStore();
      data.collect(store, new SessionInfoStore(), true);
      return new Coverage(store, classes, trace.get(trace.size() - 1));
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      runtime.shutdown();
    }
  }

  /** Something done to a class file. */
  private interface Step {
    byte[] run(String name, byte[] bytes) throws IOException;
  }

  private static Map<String, byte[]> map(Map<String, byte[]> classes, Step step) {
    Map<String, byte[]> changed = new TreeMap<>();
    classes.forEach(
        (name, bytes) -> {
          try {
            changed.put(name, step.run(name, bytes));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return changed;
  }

  /** How the run ended. */
  public String outcome() {
    return outcome;
  }

  /** Each line with the numbers of its instructions and branches, executed or not. */
  public String lines() {
    return text(
        one ->
            IntStream.rangeClosed(one.getFirstLine(), one.getLastLine())
                .filter(line -> one.getLine(line).getStatus() != ICounter.EMPTY)
                .mapToObj(
                    line ->
                        line
                            + ": "
                            + count(one.getLine(line).getInstructionCounter())
                            + " "
                            + count(one.getLine(line).getBranchCounter()))
                .collect(joining("\n")));
  }

  /** Each line with code, and whether anything of it was executed. */
  public String executedLines() {
    return text(
        one ->
            IntStream.rangeClosed(one.getFirstLine(), one.getLastLine())
                .filter(line -> one.getLine(line).getStatus() != ICounter.EMPTY)
                .mapToObj(
                    line ->
                        line
                            + (one.getLine(line).getInstructionCounter().getCoveredCount() > 0
                                ? " executed"
                                : " missed"))
                .collect(joining("\n")));
  }

  /** Each method with all its counters. */
  public String methods() {
    return text(
        one ->
            one.getMethods().stream()
                .map(
                    method ->
                        method.getName()
                            + method.getDesc()
                            + List.of(CounterEntity.values()).stream()
                                .map(kind -> " " + count(method.getCounter(kind)))
                                .collect(joining()))
                .collect(joining("\n")));
  }

  /** The counter of lines, as the goals of a build check it. */
  public String lineCounters() {
    return text(one -> count(one.getLineCounter()));
  }

  /** The names of the methods that the report lists. */
  public List<String> methodNames() {
    return classes.values().stream()
        .flatMap(one -> one.getMethods().stream())
        .map(method -> method.getName())
        .sorted()
        .toList();
  }

  private String text(java.util.function.Function<IClassCoverage, String> part) {
    return classes.values().stream()
        .map(one -> one.getName() + "\n" + part.apply(one))
        .collect(joining("\n"));
  }

  private static String count(ICounter counter) {
    return counter.getCoveredCount() + "/" + counter.getTotalCount();
  }
}
