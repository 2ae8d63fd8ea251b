package dev.fermata.checks.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A Python whose asyncio is the reference. */
public final class Asyncio {
  private final String command;

  private Asyncio(String command) {
    this.command = command;
  }

  /** The first suitable one of FERMATA_PYTHON and the usual commands. */
  public static Optional<Asyncio> find() {
    return Stream.of(System.getenv("FERMATA_PYTHON"), "python3.13", "python3.14", "python3")
        .filter(Objects::nonNull)
        .filter(Asyncio::isSuitable)
        .findFirst()
        .map(Asyncio::new);
  }

  private static boolean isSuitable(String command) {
    String check = "import sys; sys.exit(not (3, 13) <= sys.version_info[:2] <= (3, 14))";
    try {
      return new ProcessBuilder(command, "-c", check)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
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

  /**
   * Runs a script that is a resource.
   *
   * @param place the class in whose package the script is
   * @param script its name
   * @param input the lines that it reads
   * @return the lines that it prints
   */
  public List<String> run(Class<?> place, String script, List<String> input) throws IOException {
    Path folder = Files.createTempDirectory("fermata");
    Path copy = folder.resolve(script);
    Path lines = folder.resolve("input");
    try (InputStream source = place.getResourceAsStream(script)) {
      Files.write(copy, source.readAllBytes());
      Files.write(lines, input);
      Process process =
          new ProcessBuilder(command, copy.toString())
              .redirectInput(lines.toFile())
              .redirectError(Redirect.INHERIT)
              .start();
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        return output.lines().toList();
      }
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(lines);
      Files.delete(folder);
    }
  }
}
