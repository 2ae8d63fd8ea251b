package dev.fermata.cli;

import dev.fermata.transformer.Transformer;
import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program's top level: it has subcommands and does nothing by itself. */
@Command(
    name = "fermata",
    description = "Compiles asynchronous methods in class files, and looks at tasks.",
    mixinStandardHelpOptions = true,
    versionProvider = FermataCommand.Version.class,
    subcommands = {
      TransformCommand.class,
      InspectCommand.class,
      PsCommand.class,
      PsTreeCommand.class,
      GenerateCompletion.class
    })
final class FermataCommand {
  /**
   * Runs a command line.
   *
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new FermataCommand())
        .setOut(out)
        .setErr(err)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(FermataCommand::explainWrongUsage)
        .setExecutionExceptionHandler(FermataCommand::explainDefect)
        .execute(arguments);
  }

  private static int explainWrongUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String message = wrong.getMessage().replaceFirst("^Error: ", "").replaceAll("\\s*\\R\\s*", " ");
    command.getErr().println(name + ": " + message + " (try '" + name + " --help')");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int explainDefect(Exception defect, CommandLine command, ParseResult result) {
    command.getErr().println(version() + " failed; please report this with the input:");
    command.getErr().println("arguments: " + result.originalArgs());
    defect.printStackTrace(command.getErr());
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  private static String version() {
    return "fermata " + Transformer.version();
  }

  /** Tells picocli the version. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {version()};
    }
  }
}
