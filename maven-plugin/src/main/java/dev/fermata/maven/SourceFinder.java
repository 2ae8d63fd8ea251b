package dev.fermata.maven;

import dev.fermata.transformer.diagnostic.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the source files of classes, so that editors can make links of messages. */
final class SourceFinder {
  private final List<Path> roots;

  /** Makes one that looks below these directories. */
  SourceFinder(List<Path> roots) {
    this.roots = roots;
  }

  /**
   * A diagnostic in the form of the compiler plugin's messages, {@code /path/Chat.java:[12,1]
   * error…}; the column is always 1, for class files do not tell it.
   */
  String describe(Diagnostic diagnostic) {
    if (diagnostic.file().isEmpty()) {
      return diagnostic.toString();
    }
    String inPackage = packagePath(diagnostic.className()) + diagnostic.file();
    for (Path root : roots) {
      Path file = root.resolve(inPackage);
      if (Files.isRegularFile(file)) {
        String line = diagnostic.line() > 0 ? ":[" + diagnostic.line() + ",1] " : ": ";
        return file.toAbsolutePath() + line + diagnostic.message();
      }
    }
    return diagnostic.toString();
  }

  private static String packagePath(String className) {
    return className.substring(0, className.lastIndexOf('.') + 1).replace('.', '/');
  }
}
