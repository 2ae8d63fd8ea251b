package dev.fermata.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows who waits for whom in a running JVM. */
@Command(
    name = "pstree",
    description = {
      "Shows the tasks of all event loops in a running JVM, each with its stack and below the task"
          + " that waits for it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = FermataCommand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the process cannot be asked, or does not use Fermata",
      "2:wrong usage"
    })
final class PsTreeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PID", description = "The process id of a JVM of this user.")
  private long pid;

  @Override
  public Integer call() {
    return Answer.print(spec, pid, "tree");
  }
}
