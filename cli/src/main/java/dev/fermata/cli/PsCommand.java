package dev.fermata.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the tasks of a running JVM. */
@Command(
    name = "ps",
    description = {
      "Lists the tasks of all event loops in a running JVM, a line each: number, name, what the"
          + " task is doing, and where it waits."
    },
    mixinStandardHelpOptions = true,
    versionProvider = FermataCommand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the process cannot be asked, or does not use Fermata",
      "2:wrong usage"
    })
final class PsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PID", description = "The process id of a JVM of this user.")
  private long pid;

  @Option(names = "--json", description = "Write JSON, with the whole stack of each task.")
  private boolean json;

  @Override
  public Integer call() {
    return Answer.print(spec, pid, json ? "json" : "list");
  }
}
