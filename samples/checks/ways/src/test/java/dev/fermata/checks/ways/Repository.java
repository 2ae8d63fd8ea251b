package dev.fermata.checks.ways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in this repository, after the build has packaged them. */
final class Repository {
  static final Path ROOT = Path.of("../../..").toAbsolutePath().normalize();
  static final Path RUNTIME = jar("runtime/core", "fermata-runtime");
  static final Path AGENT = jar("transformer", "fermata-transformer");
  static final Path CLI = jar("cli", "fermata-cli");
  static final Path PLUGIN = jar("maven-plugin", "fermata-maven-plugin");

  /** The sample programs that the tests compile and run. */
  static final List<Path> SAMPLES =
      List.of(ROOT.resolve("samples/tour"), ROOT.resolve("samples/aggregator"));

  /** The classes of this module's own programs. */
  static final Path PROGRAMS = Path.of("target/classes").toAbsolutePath();

  private Repository() {}

  private static Path jar(String module, String name) {
    return ROOT.resolve(module)
        .resolve("target/" + name + "-" + System.getProperty("fermata.version") + ".jar");
  }

  /** All files below {@code directory} whose names end in {@code extension}, sorted. */
  static List<Path> files(Path directory, String extension) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(extension)).sorted().toList();
    }
  }

  /** What a sample program has to print. */
  static List<String> expected(Path module, String program) throws IOException {
    return Files.readAllLines(module.resolve("src/test/expected/" + program + ".txt"));
  }
}
