package dev.fermata.transformer.files;

import dev.fermata.transformer.Result;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reads and transforms one file after the other, and gathers what is to be written. */
final class Planner {
  private static final List<String> ARCHIVE_ENDINGS = List.of(".jar", ".zip", ".war", ".ear");

  private final ClassTransform transform;
  private final boolean stripSignatures;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> transformed = new ArrayList<>();
  private final List<PendingFile> files = new ArrayList<>();

  /** What has been planned for each target: the file that it is made from. */
  private final Map<Path, Path> sources = new HashMap<>();

  private int classes;

  Planner(ClassTransform transform, boolean stripSignatures) {
    this.transform = transform;
    this.stripSignatures = stripSignatures;
  }

  /** Everything so far. */
  Plan plan() {
    return new Plan(diagnostics, problems, transformed, classes, files);
  }

  void addProblem(String problem) {
    problems.add(problem);
  }

  /**
   * Adds what a user named.
   *
   * @param targets gives for each file the one to be written
   */
  void add(Path input, UnaryOperator<Path> targets) {
    if (Files.isDirectory(input)) {
      for (Path file : FileTree.files(input, problems)) {
        addFile(file, targets.apply(file), false);
      }
    } else if (!Files.exists(input)) {
      problems.add(Problems.of(input, "no such file or directory"));
    } else if (!Files.isRegularFile(input)) {
      problems.add(Problems.of(input, "neither a file nor a directory"));
    } else {
      addFile(input, targets.apply(input), true);
    }
  }

  /**
   * Adds a file; one that was {@code named} by the user must be something that can be transformed.
   */
  private void addFile(Path source, Path target, boolean named) {
    try {
      Path realSource = source.toRealPath();
      Path realTarget =
          Files.exists(target) ? target.toRealPath() : target.toAbsolutePath().normalize();
      Path other = sources.putIfAbsent(realTarget, realSource);
      if (other == null) {
        addNewFile(source, realTarget, named);
      } else if (!other.equals(realSource)) {
        problems.add(
            Problems.of(target, "both " + other + " and " + realSource + " would go there"));
      }
    } catch (InputException e) {
      e.problems().forEach(problem -> problems.add(Problems.of(source, problem)));
    } catch (IOException e) {
      problems.add(Problems.of(source, e));
    }
  }

  private void addNewFile(Path source, Path target, boolean named)
      throws IOException, InputException {
    if (source.toString().endsWith(".class") || (named && startsWith(source, 0xCAFEBABE))) {
      addClass(source, target);
    } else if (named && isArchive(source)) {
      addArchive(source, target);
    } else if (named) {
      throw new InputException("neither a class file nor a jar file");
    } else {
      addCopy(source, target);
    }
  }

  private static boolean isArchive(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return ARCHIVE_ENDINGS.stream().anyMatch(name::endsWith)
        || startsWith(file, Integer.reverseBytes(Zip.Header.SIGNATURE));
  }

  private static boolean startsWith(Path file, int magic) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(4);
      return start.length == 4 && Integer.reverseBytes(Zip.buffer(start).getInt(0)) == magic;
    }
  }

  private void addClass(Path source, Path target) throws IOException, InputException {
    if (Files.size(source) > ArchiveLimits.MAX_CLASS) {
      throw new InputException("too large for a class file");
    }
    byte[] bytes = Files.readAllBytes(source);
    Result result = transform(bytes, source.toString());
    if (result.changed()) {
      files.add(new PendingFile(source, target, file -> Files.write(file, result.bytes())));
    } else {
      addCopy(source, target);
    }
  }

  private Result transform(byte[] bytes, String name) {
    Result result = transform.transform(bytes, name);
    classes++;
    diagnostics.addAll(result.diagnostics());
    if (result.changed()) {
      transformed.add(name);
    }
    return result;
  }

  private void addArchive(Path source, Path target) throws IOException, InputException {
    TransformedArchive archive = TransformedArchive.read(source, this::transform);
    if (archive.isChanged()) {
      PendingFile.Content content = archive.content(stripSignatures);
      files.add(new PendingFile(source, target, content));
    } else {
      addCopy(source, target);
    }
  }

  private void addCopy(Path source, Path target) throws IOException {
    if (!Files.exists(target) || !Files.isSameFile(source, target)) {
      files.add(
          new PendingFile(
              source,
              target,
              file ->
                  Files.copy(
                      source,
                      file,
                      StandardCopyOption.REPLACE_EXISTING,
                      StandardCopyOption.COPY_ATTRIBUTES)));
    }
  }
}
