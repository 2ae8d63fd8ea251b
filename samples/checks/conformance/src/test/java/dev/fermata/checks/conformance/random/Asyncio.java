package dev.fermata.checks.conformance.random;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A Python whose asyncio is the reference. */
final class Asyncio {
  private final String command;

  private Asyncio(String command) {
    this.command = command;
  }

  /** The first suitable one of FERMATA_PYTHON and the usual commands. */
  static Optional<Asyncio> find() {
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

  /** The traces of programs given as JSON. */
  List<List<String>> traces(List<String> programs) throws IOException {
    Path folder = Files.createTempDirectory("fermata");
    Path script = folder.resolve("programs.py");
    Path input = folder.resolve("programs.json");
    try (InputStream source = Asyncio.class.getResourceAsStream("programs.py")) {
      Files.write(script, source.readAllBytes());
      Files.write(input, programs);
      Process process =
          new ProcessBuilder(command, script.toString())
              .redirectInput(input.toFile())
              .redirectError(Redirect.INHERIT)
              .start();
      List<List<String>> traces = read(process.inputReader(StandardCharsets.UTF_8));
      if (traces.size() != programs.size()) {
        throw new IOException(command + " gave " + traces.size() + " traces");
      }
      return traces;
    } finally {
      Files.deleteIfExists(script);
      Files.deleteIfExists(input);
      Files.delete(folder);
    }
  }

  private static List<List<String>> read(BufferedReader output) throws IOException {
    List<List<String>> traces = new ArrayList<>();
    List<String> trace = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("---")) {
        traces.add(trace);
        trace = new ArrayList<>();
      } else {
        trace.add(line);
      }
    }
    return traces;
  }
}
