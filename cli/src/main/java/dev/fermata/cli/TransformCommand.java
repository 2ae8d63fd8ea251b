package dev.fermata.cli;

import dev.fermata.files.FileTransformer;
import dev.fermata.files.InputException;
import dev.fermata.files.Plan;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Transforms class files, directories of them, and jars. */
@Command(
    name = "transform",
    description = {
      "Transforms class files, directories of class files, and jars.",
      "In a directory the class files at any depth are transformed, and jars in it are left"
          + " alone; so are jars within jars. Symbolic links are followed. What does not change is"
          + " not touched. With any error nothing is written at all."
    },
    mixinStandardHelpOptions = true,
    versionProvider = FermataCommand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:errors in the classes; with --check, also classes that are not transformed",
      "2:wrong usage, or files that cannot be read or written"
    })
final class TransformCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int ERRORS_IN_CLASSES = 1;
  private static final int BAD_INPUT = 2;

  /** What becomes of the empty string: a slip, in most cases of a shell's variable. */
  private static final Path CURRENT_DIRECTORY = Path.of("");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Class files, directories, and jars.")
  private List<Path> inputs;

  @ArgGroup private Mode mode = new Mode();

  @Option(
      names = "--strip-signatures",
      description =
          "Remove the signatures of a signed jar if a class in it changes. Without this option"
              + " such a jar is an error.")
  private boolean stripSignatures;

  @Option(
      names = "--no-warn",
      paramLabel = "ID",
      split = ",",
      description = "Do not show the warnings with this id, FERMATA-101 for example, or all.")
  private Set<String> hiddenWarnings = Set.of();

  /** What becomes of the results. */
  private static final class Mode {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "OUT",
        description =
            "Write the results into this directory, or a single one to this file, instead of in"
                + " place. What does not change is copied.")
    private Path output;

    @Option(
        names = "--check",
        description = "Write nothing; tell which classes are not transformed yet.")
    private boolean check;
  }

  @Override
  public Integer call() {
    if (inputs.contains(CURRENT_DIRECTORY) || CURRENT_DIRECTORY.equals(mode.output)) {
      throw new ParameterException(spec.commandLine(), "A path is empty");
    }
    FileTransformer<Diagnostic> transformer =
        new FileTransformer<>(new Transformer(options())::transform, stripSignatures);
    Plan<Diagnostic> plan =
        mode.output == null
            ? transformer.planInPlace(inputs)
            : transformer.planInto(inputs, mode.output);
    report(plan);
    if (plan.hasErrors()) {
      return plan.hasBadInput() ? BAD_INPUT : ERRORS_IN_CLASSES;
    }
    return mode.check ? check(plan) : write(plan);
  }

  private Options options() {
    try {
      return new Options(hiddenWarnings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--no-warn': " + e.getMessage());
    }
  }

  private void report(Plan<Diagnostic> plan) {
    for (Diagnostic diagnostic : plan.findings()) {
      err().println(diagnostic);
    }
    if (!hiddenWarnings.contains(Options.ALL_WARNINGS)) {
      plan.warnings().forEach(warning -> printProblem("warning: " + warning));
    }
    plan.problems().forEach(this::printProblem);
  }

  private int check(Plan<Diagnostic> plan) {
    for (String name : plan.transformed()) {
      printProblem(name + ": not transformed");
    }
    out()
        .println(
            "%d of %d classes must be transformed."
                .formatted(plan.transformed().size(), plan.classes()));
    return plan.transformed().isEmpty() ? DONE : ERRORS_IN_CLASSES;
  }

  private int write(Plan<Diagnostic> plan) {
    try {
      plan.write();
    } catch (InputException e) {
      e.problems().forEach(this::printProblem);
      return BAD_INPUT;
    }
    out()
        .println(
            "%d of %d classes transformed.".formatted(plan.transformed().size(), plan.classes()));
    return DONE;
  }

  private void printProblem(String problem) {
    err().println("fermata: " + problem);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
