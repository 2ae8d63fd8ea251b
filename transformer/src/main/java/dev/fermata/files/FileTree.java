package dev.fermata.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;

/** The files in a directory. */
final class FileTree {
  private FileTree() {}

  /**
   * Lists the files at any depth, by name, following symbolic links. Devices and pipes are left
   * out, and what waits for being moved.
   *
   * @param problems takes what could not be listed
   */
  static List<Path> files(Path directory, List<String> problems) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Visitor(files, problems));
    } catch (IOException e) {
      problems.add(Problems.of(directory, e));
    }
    Collections.sort(files);
    return files;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final List<Path> files;
    private final List<String> problems;

    Visitor(List<Path> files, List<String> problems) {
      this.files = files;
      this.problems = problems;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return StagingFolder.isNamedSo(directory)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      // A link to a directory that it lies in: that directory's files are listed anyway.
      if (!(failure instanceof FileSystemLoopException)) {
        problems.add(Problems.of(file, failure));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
