package dev.fermata.transformer.cases.harness;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Collects what went wrong in the runs of one case, and fails once, with all of it. */
final class Report {
  private static final long LIMIT_SECONDS = 60;

  private List<String> expected;
  private final boolean assertions;
  private final boolean sorted;
  private final List<String> problems = new ArrayList<>();

  /**
   * A report of no run yet.
   *
   * @param expected the trace of every run; null where the first run gives it
   * @param assertions whether assertions are on in the runs
   * @param sorted whether the lines of each trace are sorted first
   */
  Report(List<String> expected, boolean assertions, boolean sorted) {
    this.expected = expected;
    this.sorted = sorted;
    this.assertions = assertions;
  }

  /** Transforms and verifies all classes of a program; gives none when that failed. */
  Map<String, byte[]> transform(Object variant, Map<String, byte[]> before) {
    Map<String, byte[]> after = new TreeMap<>();
    try {
      before.forEach((name, bytes) -> after.put(name, Invariants.transform(name, bytes)));
      TargetLoader.real(after).verifyAll();
      return after;
    } catch (Throwable e) {
      add(variant + ", transforming: " + stackTrace(e), after.isEmpty() ? before : after);
      return Map.of();
    }
  }

  /** Runs a program and notes where its trace differs from what is expected. */
  void compare(Object variant, Mode mode, TargetLoader loader, Map<String, byte[]> classes) {
    Throwable[] failure = new Throwable[1];
    loader.setDefaultAssertionStatus(assertions);
    List<String> actual = run(loader, mode, failure);
    if (sorted) {
      actual = actual.stream().sorted().toList();
    }
    if (expected == null) {
      expected = actual;
    }
    if (!actual.equals(expected)) {
      String cause = failure[0] == null ? "" : "\n" + stackTrace(failure[0]);
      add(
          "%s, %s%n  expected %s%n  but was  %s%s"
              .formatted(variant, mode, expected, actual, cause),
          classes);
    }
  }

  private static List<String> run(TargetLoader loader, Mode mode, Throwable[] failure) {
    FutureTask<List<String>> run = new FutureTask<>(() -> execute(loader, mode, failure));
    Thread thread = new Thread(run, "target");
    thread.setDaemon(true);
    thread.start();
    try {
      return run.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      failure[0] = new AssertionError("still running");
      failure[0].setStackTrace(thread.getStackTrace());
    } catch (ExecutionException e) {
      failure[0] = e.getCause();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return List.of("the harness failed: " + failure[0]);
  }

  @SuppressWarnings("unchecked")
  static List<String> execute(TargetLoader loader, Mode mode, Throwable[] failure)
      throws ReflectiveOperationException {
    var execute =
        loader
            .loadClass(StepsRun.class.getName())
            .getMethod("execute", Class.class, String.class, Throwable[].class);
    Class<?> target = loader.loadClass("targets.Target");
    return (List<String>) execute.invoke(null, target, mode.name(), failure);
  }

  private void add(String problem, Map<String, byte[]> classes) {
    if (problems.isEmpty() && !classes.isEmpty()) {
      problems.add(problem + "\n  classes in " + dump(classes));
    } else {
      problems.add(problem);
    }
  }

  private static Path dump(Map<String, byte[]> classes) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "cases"));
      Path dump = Files.createTempDirectory(folder, "case");
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        Files.write(dump.resolve(entry.getKey() + ".class"), entry.getValue());
        Files.writeString(dump.resolve(entry.getKey() + ".txt"), Text.of(entry.getValue()));
      }
      return dump;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stackTrace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString().lines().limit(14).reduce("", (a, b) -> a + "\n    " + b);
  }

  void finish() {
    if (!problems.isEmpty()) {
      throw new AssertionError(
          problems.size() + " of the runs failed\n" + String.join("\n", problems));
    }
  }
}
