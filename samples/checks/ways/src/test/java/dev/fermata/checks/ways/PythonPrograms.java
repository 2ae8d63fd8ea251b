package dev.fermata.checks.ways;

import dev.fermata.checks.ways.Page.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Python programs of a page, run by an asyncio of the version that is the reference. */
final class PythonPrograms {
  private static final String CHECK =
      "import sys; sys.exit(not (3, 13) <= sys.version_info[:2] <= (3, 14))";

  private static final String DRIVER =
      """
      import runpy, sys
      for path in sys.argv[1:]:
          runpy.run_path(path, run_name='__main__')
          print('---')
      """;

  private PythonPrograms() {}

  /** A command that starts a suitable Python. */
  static Optional<String> python() {
    return Stream.of(System.getenv("FERMATA_PYTHON"), "python3.13", "python3.14", "python3")
        .filter(Objects::nonNull)
        .filter(PythonPrograms::isSuitable)
        .findFirst();
  }

  private static boolean isSuitable(String command) {
    try {
      return new ProcessBuilder(command, "-c", CHECK)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs programs one after the other, and gives what each prints. */
  static List<List<String>> run(String python, List<Program> programs, Path scratch)
      throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      files.add(Files.writeString(scratch.resolve("p" + i + ".py"), programs.get(i).text()));
    }
    Path driver = Files.writeString(scratch.resolve("driver.py"), DRIVER);
    String arguments =
        Stream.concat(Stream.of(driver), files.stream())
            .map(Path::toString)
            .collect(Collectors.joining(" "));
    List<List<String>> outputs = new ArrayList<>(List.of(new ArrayList<>()));
    for (String line : Jvm.shell(scratch, python + " " + arguments).output()) {
      if (line.equals("---")) {
        outputs.add(new ArrayList<>());
      } else {
        outputs.get(outputs.size() - 1).add(line);
      }
    }
    return outputs.subList(0, programs.size());
  }
}
