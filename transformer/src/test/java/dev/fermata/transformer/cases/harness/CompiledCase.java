package dev.fermata.transformer.cases.harness;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A target program of another language than Java; runs as a {@link Case} does. */
public final class CompiledCase {
  private CompiledCase() {}

  /**
   * Asserts the trace of all runs, untransformed on the replacement runtime and transformed in
   * every {@link Mode}.
   *
   * @param compiler what reports call the compiler
   * @param before the class files by binary name, among them {@code targets.Target} with a static
   *     method {@code run}
   * @param expected the trace; its last line is {@code = result} or {@code ! exception}
   */
  public static void prints(String compiler, Map<String, byte[]> before, List<String> expected) {
    Report report = new Report(expected, true, false);
    report.compare(compiler, Mode.STRAIGHT, TargetLoader.straight(before), Map.of());
    Map<String, byte[]> after = report.transform(compiler, before);
    for (Mode mode : Mode.values()) {
      if (mode != Mode.STRAIGHT && !after.isEmpty()) {
        report.compare(compiler, mode, TargetLoader.real(after), after);
      }
    }
    report.finish();
  }

  /** The trace of a run of classes that are transformed, or not where the mode is straight. */
  public static List<String> runOf(Map<String, byte[]> classes, Mode mode) {
    try {
      TargetLoader loader =
          mode == Mode.STRAIGHT ? TargetLoader.straight(classes) : TargetLoader.real(classes);
      return Report.execute(loader, mode, new Throwable[1]);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** The trace of one transformed run. */
  public static List<String> traceOf(Map<String, byte[]> before, Mode mode) {
    Map<String, byte[]> after = new TreeMap<>();
    before.forEach((name, bytes) -> after.put(name, Invariants.transform(name, bytes)));
    try {
      return Report.execute(TargetLoader.real(after), mode, new Throwable[1]);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
