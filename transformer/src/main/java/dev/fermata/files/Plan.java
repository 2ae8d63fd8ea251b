package dev.fermata.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@link FileTransformer} found out, and is to be written; not yet written.
 *
 * @param <F> what is found in class files
 */
public final class Plan<F extends Finding> {
  private final List<F> findings;
  private final List<String> problems;
  private final List<String> warnings;
  private final List<String> transformed;
  private final int classes;
  private final List<PendingFile> files;
  private final Set<Path> folders;

  Plan(
      List<F> findings,
      List<String> problems,
      List<String> warnings,
      List<String> transformed,
      int classes,
      List<PendingFile> files,
      Set<Path> folders) {
    this.findings = bySource(findings);
    this.problems = List.copyOf(problems);
    this.warnings = List.copyOf(warnings);
    this.transformed = List.copyOf(transformed);
    this.classes = classes;
    this.files = List.copyOf(files);
    this.folders = Set.copyOf(folders);
  }

  /**
   * Puts together what concerns one source file, in the order of its lines: its nested classes have
   * class files of their own, which may come first.
   */
  private static <F extends Finding> List<F> bySource(List<F> found) {
    Map<String, List<F>> sources = new LinkedHashMap<>();
    for (F finding : found) {
      sources.computeIfAbsent(finding.source(), source -> new ArrayList<>()).add(finding);
    }
    return sources.values().stream()
        .flatMap(one -> one.stream().sorted(Comparator.comparingInt(Finding::line)))
        .toList();
  }

  /** What was found in classes, in the order of the inputs, for each source file by line. */
  public List<F> findings() {
    return findings;
  }

  /** Why inputs cannot be read, or not be written where they should; a line each. */
  public List<String> problems() {
    return problems;
  }

  /** What was left alone though it has the name of a class file; a line each. */
  public List<String> warnings() {
    return warnings;
  }

  /** The class files that change, as paths; {@code a.jar!/b/C.class} for those in archives. */
  public List<String> transformed() {
    return transformed;
  }

  /** How many class files were looked at. */
  public int classes() {
    return classes;
  }

  /** Whether something is wrong, so that nothing may be written. */
  public boolean hasErrors() {
    return !problems.isEmpty() || findings.stream().anyMatch(Finding::isError);
  }

  /** Whether one of the errors is a file that cannot be read, rather than a class. */
  public boolean hasBadInput() {
    return !problems.isEmpty() || findings.stream().anyMatch(Finding::isDamage);
  }

  /**
   * Writes what is to be written. Each file is first written outside the folder of classes, or
   * beside its archive; then, when that has succeeded for all, each is moved to its target. A file
   * that has the right content already is not touched. What a killed process has left is removed.
   *
   * @throws IllegalStateException if {@link #hasErrors}
   * @throws InputException if a target cannot be written; then, unless the very last step failed
   *     half-way, no target has changed
   */
  public void write() throws InputException {
    if (hasErrors()) {
      throw new IllegalStateException("nothing may be written, for there are errors");
    }
    StagingPlaces.removeOld(folders);
    FileReplacer.replace(files);
  }
}
