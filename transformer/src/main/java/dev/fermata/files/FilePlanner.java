package dev.fermata.files;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads and transforms one file after the other, and gathers what is to be written. */
final class FilePlanner<F extends Finding> {
  private static final List<String> ARCHIVE_ENDINGS = List.of(".jar", ".zip", ".war", ".ear");

  private final ClassTransform<F> transform;
  private final boolean stripSignatures;
  private final List<F> findings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> transformed = new ArrayList<>();
  private final List<PendingFile> files = new ArrayList<>();

  /** The folders that are written to: of classes, or with archives. */
  private final Set<Path> folders = new LinkedHashSet<>();

  /** What has been planned for each target: the file that it is made from. */
  private final Map<Path, Path> sources = new HashMap<>();

  private int classes;

  FilePlanner(ClassTransform<F> transform, boolean stripSignatures) {
    this.transform = transform;
    this.stripSignatures = stripSignatures;
  }

  /** Everything so far. */
  Plan<F> plan() {
    return new Plan<>(findings, problems, warnings, transformed, classes, files, folders);
  }

  /** What is to be written so far. */
  List<PendingFile> files() {
    return files;
  }

  void addProblem(String problem) {
    problems.add(problem);
  }

  /**
   * Adds what a user named.
   *
   * @param output what takes the results of a directory
   * @param targets gives for each file the one to be written
   */
  void add(Path input, Path output, UnaryOperator<Path> targets) {
    if (Files.isDirectory(input)) {
      addDirectory(input, output, targets);
    } else if (!Files.exists(input)) {
      problems.add(Problems.of(input, "no such file or directory"));
    } else if (!Files.isRegularFile(input)) {
      problems.add(Problems.of(input, "neither a file nor a directory"));
    } else {
      addFile(input, targets.apply(input), null);
    }
  }

  private void addDirectory(Path input, Path output, UnaryOperator<Path> targets) {
    try {
      Path folder = Output.realPath(output);
      folders.add(folder);
      for (Path file : FileTree.files(input, problems)) {
        addFile(file, targets.apply(file), folder);
      }
    } catch (IOException e) {
      problems.add(Problems.of(input, e));
    }
  }

  /**
   * Adds a file of a folder; one that was named by the user has none, and must be something that
   * can be transformed.
   */
  private void addFile(Path source, Path target, Path folder) {
    try {
      Path realSource = source.toRealPath();
      Path realTarget = Output.realPath(target);
      Path other = sources.putIfAbsent(realTarget, realSource);
      if (other == null) {
        addNewFile(source, realTarget, folder);
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

  private void addNewFile(Path source, Path target, Path folder)
      throws IOException, InputException {
    boolean named = folder == null;
    // Where a link leads out of the folder, it is the directory there that counts.
    Path around = named || !target.startsWith(folder) ? target.getParent() : folder;
    boolean hasClassName = source.toString().endsWith(".class");
    if (hasClassName && !named && isOddity(source, around.relativize(target))) {
      warnings.add(Oddity.warning(source.toString()));
      addCopy(source, target, around);
    } else if (hasClassName || (named && Oddity.isClassFile(start(source)))) {
      addClass(source, target, around);
    } else if (named && isArchive(source)) {
      addArchive(source, target);
    } else if (named) {
      throw new InputException("neither a class file nor a jar file");
    } else {
      addCopy(source, target, around);
    }
  }

  private static boolean isOddity(Path source, Path name) throws IOException {
    String withSlashes = name.toString().replace(File.separatorChar, '/');
    return !Oddity.isAskedFor(withSlashes) && !Oddity.isClassFile(start(source));
  }

  private static boolean isArchive(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    byte[] start = start(file);
    return ARCHIVE_ENDINGS.stream().anyMatch(name::endsWith)
        || (start.length == 4 && Zip.buffer(start).getInt(0) == Zip.Header.SIGNATURE);
  }

  private static byte[] start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(4);
    }
  }

  private void addClass(Path source, Path target, Path folder) throws IOException, InputException {
    if (Files.size(source) > ArchiveLimits.MAX_CLASS) {
      throw new InputException("too large for a class file");
    }
    byte[] bytes = Files.readAllBytes(source);
    Outcome<F> result = transform(bytes, source.toString());
    if (result.changed()) {
      Path around = folderOfClasses(target, folder, bytes);
      files.add(new PendingFile(source, target, around, file -> Files.write(file, result.bytes())));
    } else {
      addCopy(source, target, folder);
    }
  }

  /**
   * The folder from which a class is loaded, where the user named a file or a folder in it: that in
   * which the class file lies by the name of the class, which is one of its constants.
   */
  private static Path folderOfClasses(Path target, Path folder, byte[] classFile) {
    String constants = new String(classFile, StandardCharsets.ISO_8859_1);
    String name = target.getFileName().toString().replaceFirst("\\.class$", "");
    Path outermost = folder;
    for (Path at = target.getParent(); at.getFileName() != null; at = at.getParent()) {
      if (folder.startsWith(at) && constants.contains(constant(name))) {
        outermost = at;
      }
      name = at.getFileName() + "/" + name;
    }
    return outermost;
  }

  /** A text as it stands in a class file: a tag, its length and its bytes. */
  private static String constant(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return "\1"
        + (char) (bytes.length >> 8 & 0xFF)
        + (char) (bytes.length & 0xFF)
        + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private Outcome<F> transform(byte[] bytes, String name) {
    Outcome<F> result = transform.transform(bytes, name);
    classes++;
    findings.addAll(result.findings());
    if (result.changed()) {
      transformed.add(name);
    }
    return result;
  }

  private void addArchive(Path source, Path target) throws IOException, InputException {
    TransformedArchive archive = TransformedArchive.read(source, this::transform, warnings::add);
    folders.add(target.getParent());
    if (archive.isChanged()) {
      PendingFile.Content content = archive.content(stripSignatures);
      files.add(new PendingFile(source, target, null, content));
    } else {
      addCopy(source, target, null);
    }
  }

  private void addCopy(Path source, Path target, Path folder) throws IOException {
    if (!Files.exists(target) || !Files.isSameFile(source, target)) {
      files.add(
          new PendingFile(
              source,
              target,
              folder,
              file ->
                  Files.copy(
                      source,
                      file,
                      StandardCopyOption.REPLACE_EXISTING,
                      StandardCopyOption.COPY_ATTRIBUTES)));
    }
  }
}
