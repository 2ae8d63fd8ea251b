package dev.fermata.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The place that a user gave for the results. */
final class Output {
  private static final List<String> FILE_ENDINGS =
      List.of(".class", ".jar", ".zip", ".war", ".ear");

  private final Path path;
  private final boolean isFile;

  /** Looks whether {@code path} means a file or a directory. */
  Output(Path path) {
    this.path = path;
    this.isFile = Files.exists(path) ? !Files.isDirectory(path) : hasFileEnding(path);
  }

  private static boolean hasFileEnding(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return FILE_ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** Why the results of an input cannot be written here. */
  Optional<String> problemWith(Path input) {
    if (isFile && Files.isDirectory(input)) {
      return Optional.of(
          Problems.of(path, "a file cannot take the results of the directory " + input));
    }
    try {
      boolean inside =
          Files.isDirectory(input)
              && realPath(path).startsWith(input.toRealPath())
              && !realPath(path).equals(input.toRealPath());
      return inside
          ? Optional.of(Problems.of(path, "lies inside the input " + input))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(Problems.of(path, e));
    }
  }

  /** The real path of what need not exist. */
  static Path realPath(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path absolute = path.toAbsolutePath().normalize();
    Path existing = absolute;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing.toRealPath().resolve(existing.relativize(absolute).toString()).normalize();
  }

  /** Where the result of {@code source} goes, a file that is or lies in {@code input}. */
  Path target(Path input, Path source) {
    if (isFile) {
      return path;
    }
    Path relative = source.equals(input) ? source.getFileName() : input.relativize(source);
    return path.resolve(relative.toString());
  }
}
