package dev.fermata.maven;

import dev.fermata.files.FileTransformer;
import dev.fermata.files.InputException;
import dev.fermata.files.Plan;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Transforms the class files of a directory in place. What is transformed already is not touched,
 * so that it costs nothing to run it again; with any error no file is touched and the build fails.
 */
abstract class AbstractTransformMojo extends AbstractMojo {
  /** Whether to leave the classes as they are. */
  @Parameter(property = "fermata.skip", defaultValue = "false")
  boolean skip;

  /** The ids of warnings that are not shown, {@code FERMATA-101} for example, or {@code all}. */
  @Parameter(property = "fermata.noWarn")
  Set<String> noWarn = Set.of();

  /** Whether a warning fails the build, as an error does. */
  @Parameter(property = "fermata.failOnWarning", defaultValue = "false")
  boolean failOnWarning;

  /** Transforms the classes that were compiled from these roots into this directory. */
  final void transform(File directory, List<String> sourceRoots) throws MojoFailureException {
    if (skip) {
      getLog().info("Skipped.");
      return;
    }
    if (!directory.isDirectory()) {
      getLog().info("No classes to transform.");
      return;
    }
    Plan<Diagnostic> plan =
        new FileTransformer<>(new Transformer(options())::transform, false)
            .planInPlace(List.of(directory.toPath()));
    report(plan, new SourceFinder(sourceRoots.stream().map(Path::of).toList()));
    if (plan.hasErrors()) {
      throw new MojoFailureException(
          "asynchronous methods could not be transformed, see above; no class was changed");
    }
    boolean hasWarnings =
        !plan.findings().isEmpty()
            || (!plan.warnings().isEmpty() && !noWarn.contains(Options.ALL_WARNINGS));
    if (failOnWarning && hasWarnings) {
      throw new MojoFailureException(
          "there are warnings, see above, and failOnWarning is set; no class was changed");
    }
    try {
      plan.write();
    } catch (InputException e) {
      e.problems().forEach(getLog()::error);
      throw new MojoFailureException("transformed classes could not be written, see above", e);
    }
    getLog()
        .info("%d of %d classes transformed".formatted(plan.transformed().size(), plan.classes()));
  }

  private Options options() throws MojoFailureException {
    try {
      return new Options(noWarn);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException("wrong value of noWarn: " + e.getMessage(), e);
    }
  }

  private void report(Plan<Diagnostic> plan, SourceFinder sources) {
    for (Diagnostic diagnostic : plan.findings()) {
      if (diagnostic.isError()) {
        getLog().error(sources.describe(diagnostic));
      } else {
        getLog().warn(sources.describe(diagnostic));
      }
    }
    if (!noWarn.contains(Options.ALL_WARNINGS)) {
      plan.warnings().forEach(getLog()::warn);
    }
    plan.problems().forEach(getLog()::error);
  }
}
