package dev.fermata.cli;

import dev.fermata.files.FileTransformer;
import dev.fermata.files.Plan;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.inspect.ClassInfo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what asynchronous methods become. */
@Command(
    name = "inspect",
    description = {
      "Tells, for each asynchronous method, its suspension points, what is saved at each of them,"
          + " its states, and the sizes of its code.",
      "The classes may have been transformed or not. Nothing is written."
    },
    mixinStandardHelpOptions = true,
    versionProvider = FermataCommand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:errors in the classes",
      "2:wrong usage, or files that cannot be read"
    })
final class InspectCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int ERRORS_IN_CLASSES = 1;
  private static final int BAD_INPUT = 2;

  /** How the description is written. */
  enum Format {
    text,
    json,
    dot
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Class files, directories, and jars.")
  private List<Path> inputs;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "How to write it: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  @Override
  public Integer call() {
    List<ClassInfo> classes = new ArrayList<>();
    Transformer transformer = new Transformer(new Options(Set.of(Options.ALL_WARNINGS)));
    FileTransformer<Diagnostic> files =
        new FileTransformer<>((bytes, name) -> inspect(transformer, bytes, name, classes), false);
    Plan<Diagnostic> plan = files.planInPlace(inputs);
    for (Diagnostic diagnostic : plan.findings()) {
      err().println(diagnostic);
    }
    plan.problems().forEach(problem -> err().println("fermata: " + problem));
    if (plan.hasErrors()) {
      return plan.hasBadInput() ? BAD_INPUT : ERRORS_IN_CLASSES;
    }
    report().write(classes, spec.commandLine().getOut());
    return DONE;
  }

  private Report report() {
    return switch (format) {
      case text -> new TextReport();
      case json -> new JsonReport();
      case dot -> new DotReport();
    };
  }

  /** Describes a class file, and changes none. */
  private static Result inspect(
      Transformer transformer, byte[] bytes, String name, List<ClassInfo> classes) {
    Result result = transformer.transform(bytes, name);
    if (!result.hasErrors()) {
      transformer.inspect(result.bytes(), name).ifPresent(classes::add);
    }
    return new Result(bytes, false, result.diagnostics());
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
